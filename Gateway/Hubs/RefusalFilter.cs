using ImOrleans.Gateway.Delivery;
using ImOrleans.Gateway.Errors;
using ImOrleans.Protocol.Errors;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.SignalR;

namespace ImOrleans.Gateway.Hubs;

/// <summary>
/// Gives refusals the form that clients read: the number, the text, and when to come again. It awaits nothing before the hub method has
/// started, because calls start in the order in which the client made them. Bugs are logged here: SignalR's own log of failed calls is
/// turned off, because it would repeat every refusal as an error.
/// </summary>
internal sealed partial class RefusalFilter(ILogger<RefusalFilter> logger) : IHubFilter
{
    public async ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        try
        {
            return await next(invocationContext);
        }
        catch (Exception error) when (Refusal.From(error) is { } refusal)
        {
            if (refusal.Class == RefusalClass.Limit)
            {
                invocationContext.Context.Features.GetRequiredFeature<ChatConnection>().Budget.NoteRefusal();
            }

            throw new HubException(refusal.Text);
        }
        catch (Exception error) when (error is not HubException)
        {
            LogBug(invocationContext.HubMethodName, error);
            throw;
        }
    }

    public async Task OnConnectedAsync(HubLifetimeContext context, Func<HubLifetimeContext, Task> next)
    {
        try
        {
            await next(context);
        }
        catch (Exception error) when (Refusal.From(error) is { } refusal)
        {
            throw new HubException(refusal.Text);
        }
        catch (Exception error) when (error is not HubException)
        {
            LogBug(nameof(OnConnectedAsync), error);
            throw;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The hub call {Method} failed with an unexpected exception. This is a bug")]
    private partial void LogBug(string method, Exception error);
}
