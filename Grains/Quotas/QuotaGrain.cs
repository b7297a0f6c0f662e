using Microsoft.Extensions.Options;

namespace ImOrleans.Grains.Quotas;

/// <inheritdoc cref="IQuotaGrain"/>
/// <remarks>Exists only for users who create groups, open conversations, add people, or store much.</remarks>
[CollectionAgeLimit(Minutes = 5)]
internal sealed class QuotaGrain(
    [PersistentState("quota")] IPersistentState<QuotaState> used, IOptions<QuotaOptions> options, TimeProvider time) : Grain, IQuotaGrain
{
    public Task Take(QuotaAmounts amounts)
    {
        DateTimeOffset now = time.GetUtcNow();
        return Store(used.State.On(now).With(amounts, options.Value, now));
    }

    public Task GiveBack(QuotaAmounts amounts) => Store(used.State.On(time.GetUtcNow()).Without(amounts));

    public async Task<TimeSpan> Report(long bytes)
    {
        DateTimeOffset now = time.GetUtcNow();
        QuotaState today = used.State.On(now);
        await Store(today with { BytesToday = today.BytesToday + bytes });
        return used.State.BytesToday >= options.Value.BytesPerDay ? QuotaRules.UntilTomorrow(now) : TimeSpan.Zero;
    }

    private Task Store(QuotaState then)
    {
        if (then == used.State)
        {
            return Task.CompletedTask;
        }

        used.State = then;
        return used.WriteStateAsync();
    }
}
