using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace ImOrleans.Engines.Push;

/// <summary>A web server on loopback that plays one provider of push notifications, and fails as a test says.</summary>
public sealed class ProviderServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<ProviderFault> faults = new();
    private readonly ConcurrentQueue<string> violations = new();
    private readonly Func<HttpContext, Task> answer;
    private int requests;

    private ProviderServer(HttpProtocols protocols, Func<HttpContext, Task> answer)
    {
        this.answer = answer;
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = protocols));
        app = builder.Build();
        app.Run(RunAsync);
    }

    /// <summary>Without a slash at its end.</summary>
    public string Address => app.Urls.Single();

    /// <summary>Requests that arrived, those that failed included.</summary>
    public int Requests => requests;

    /// <summary>For each request, unless <see cref="Fail"/> has one.</summary>
    public ProviderFault? Always { get; set; }

    /// <summary>The header of <see cref="ProviderFault.TooManyRequests"/>, in seconds.</summary>
    public int RetryAfter { get; set; }

    /// <summary>What the real provider would have refused.</summary>
    public IReadOnlyCollection<string> Violations => violations;

    /// <param name="protocols">HTTP/2 is spoken with prior knowledge, without TLS (RFC 9113, 3.3).</param>
    /// <param name="answer">Answers a request that does not fail.</param>
    public static async Task<ProviderServer> StartAsync(HttpProtocols protocols, Func<HttpContext, Task> answer)
    {
        ProviderServer server = new(protocols, answer);
        await server.app.StartAsync();
        return server;
    }

    /// <summary>Each fault is for one request, in this order.</summary>
    public void Fail(params ProviderFault[] next) => Array.ForEach(next, faults.Enqueue);

    public void Note(string violation) => violations.Enqueue(violation);

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync(new CancellationToken(canceled: true));
        await app.DisposeAsync();
    }

    private async Task RunAsync(HttpContext context)
    {
        Interlocked.Increment(ref requests);
        ProviderFault? fault = faults.TryDequeue(out ProviderFault next) ? next : Always;
        CancellationToken aborted = context.RequestAborted;
        switch (fault)
        {
            case ProviderFault.TooManyRequests:
                context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
                context.Response.Headers.RetryAfter = RetryAfter.ToString(CultureInfo.InvariantCulture);
                break;
            case ProviderFault.ServerError:
                context.Response.StatusCode = StatusCodes.Status500InternalServerError;
                await context.Response.WriteAsync("{}", aborted);
                break;
            case ProviderFault.SilentAfterAcceptance:
                context.Response.Body = Stream.Null;
                await answer(context);
                await Task.Delay(Timeout.Infinite, aborted);
                break;
            case ProviderFault.Reset:
                context.Abort();
                break;
            case ProviderFault.HugeAnswer:
                for (byte[] spaces = new byte[16 * 1_024]; !aborted.IsCancellationRequested;)
                {
                    await context.Response.Body.WriteAsync(spaces, aborted);
                }

                break;
            case ProviderFault.NoJson:
                context.Response.ContentType = "text/html";
                await context.Response.WriteAsync("<!doctype html><title>Welcome</title>", aborted);
                break;
            case ProviderFault.HalfAnswer:
                await context.Response.WriteAsync("{\"access_token\":\"", aborted);
                await context.Response.Body.FlushAsync(aborted);
                await Task.Delay(Timeout.Infinite, aborted);
                break;
            default:
                await answer(context);
                break;
        }
    }
}
