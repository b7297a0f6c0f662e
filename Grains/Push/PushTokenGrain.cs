using ImOrleans.Grains.Hosting;

namespace ImOrleans.Grains.Push;

/// <inheritdoc cref="IPushTokenGrain"/>
[CollectionAgeLimit(Minutes = 5)]
internal sealed class PushTokenGrain(
    [PersistentState("push-token", StateStores.Large)] IPersistentState<PushTokenState> token) : Grain, IPushTokenGrain
{
    public Task Claim(string userId, string deviceId)
    {
        if (Has(userId, deviceId))
        {
            return Task.CompletedTask;
        }

        (token.State.UserId, token.State.DeviceId) = (userId, deviceId);
        return token.WriteStateAsync();
    }

    public Task<bool> IsOf(string userId, string deviceId) => Task.FromResult(Has(userId, deviceId));

    public Task Release(string userId, string deviceId) => Has(userId, deviceId) ? token.ClearStateAsync() : Task.CompletedTask;

    private bool Has(string userId, string deviceId) => token.State.UserId == userId && token.State.DeviceId == deviceId;
}
