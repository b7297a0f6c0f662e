using ImOrleans.Gateway.Calls;
using ImOrleans.Grains.Accounts;
using ImOrleans.Grains.Operators;
using ImOrleans.Protocol.Accounts;
using Microsoft.Extensions.Options;

namespace ImOrleans.Gateway.Operators;

/// <summary>
/// Converts the setting of earlier versions, which named the operator by username. It runs before this gateway listens: if the name is free
/// at the first start, a later owner of the name gets no right.
/// </summary>
internal sealed partial class NamedOperator(
    IGrainFactory grains, Retries retries, IOptions<AdminOptions> options, ILogger<NamedOperator> logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        string? username = options.Value.Username.Length == 0 ? null : Username.Normalize(options.Value.Username);
        try
        {
            UserProfile? converted = await retries.Run(() => grains.GetGrain<IOperatorsGrain>(0).Convert(username));
            if (converted is not null)
            {
                LogConverted(converted.Username, converted.UserId);
            }
            else if (username is not null)
            {
                LogIgnored(username);
            }
        }
        catch (Exception failure) when (Backoff.Helps(failure))
        {
            // The store is down, so no account can be made now. The next start repeats this.
            LogFailed(failure.Message);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Username} ({UserId}) had the name in Im:Admin:Username and is an operator from now on. Remove the setting; it is not used again.")]
    private partial void LogConverted(string username, string userId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Im:Admin:Username is '{Username}', but this setting makes nobody an operator. Run the command 'operator grant <userId>' of the silo program instead.")]
    private partial void LogIgnored(string username);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The operators could not be read at the start. Check the store. {Reason}")]
    private partial void LogFailed(string reason);
}
