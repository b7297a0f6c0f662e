using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ImOrleans.UnitTests.Outbound;

/// <summary>A web server on loopback that counts its requests.</summary>
internal sealed class OutsideServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int requests;

    private OutsideServer()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        app = builder.Build();
        app.Use((context, next) =>
        {
            Interlocked.Increment(ref requests);
            asked.TrySetResult();
            return next(context);
        });
        app.MapGet("/", static () => "here");
        app.MapGet("/to", static (string address) => Results.Redirect(address));
        app.MapGet("/again/{left:int}", static (int left) => left == 0 ? Results.Text("here") : Results.Redirect($"/again/{left - 1}"));
        app.MapGet("/long/{bytes:int}", static (int bytes) => Results.Bytes(new byte[bytes]));
        app.MapGet("/chunks/{bytes:int}", static (int bytes, HttpContext context) => WriteAsync(context, bytes));
        app.MapGet("/never", static (HttpContext context) => Task.Delay(Timeout.Infinite, context.RequestAborted));
        app.MapGet("/headers-only", static (HttpContext context) => HangAsync(context));
    }

    public int Requests => requests;

    /// <summary>Completes with the first request.</summary>
    public Task Asked => asked.Task;

    public int Port => new Uri(app.Urls.Single()).Port;

    public static async Task<OutsideServer> StartAsync()
    {
        OutsideServer server = new();
        await server.app.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync(new CancellationToken(canceled: true));
        await app.DisposeAsync();
    }

    private static async Task WriteAsync(HttpContext context, int bytes)
    {
        for (byte[] chunk = new byte[512]; bytes > 0; bytes -= chunk.Length)
        {
            await context.Response.Body.WriteAsync(chunk, context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
    }

    private static async Task HangAsync(HttpContext context)
    {
        await context.Response.StartAsync(context.RequestAborted);
        await Task.Delay(Timeout.Infinite, context.RequestAborted);
    }
}
