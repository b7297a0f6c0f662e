using ImOrleans.Protocol.Errors;
using Microsoft.AspNetCore.Diagnostics;

namespace ImOrleans.Gateway.Errors;

/// <summary>
/// Turns a thrown refusal into an HTTP answer. Any other exception is a bug, which the framework logs and answers with 500.
/// </summary>
internal sealed partial class RefusalHandler(ILogger<RefusalHandler> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (Refusal.From(exception) is not { } refusal)
        {
            return false;
        }

        if (exception is not ImException && refusal.Code == ErrorCode.Unavailable)
        {
            LogUnavailable(httpContext.Request.Method, httpContext.Request.Path, exception.GetType().Name, exception.Message);
        }

        int status = exception is BadHttpRequestException bad ? bad.StatusCode : refusal.Status;
        await Problem.WriteAsync(httpContext, status, refusal);
        return true;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Method} {Path} could not be answered: {Failure}: {Reason}")]
    private partial void LogUnavailable(string method, PathString path, string failure, string reason);
}
