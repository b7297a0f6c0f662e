using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace ImOrleans.BrowserTests.Browsing;

/// <summary>The worker behind a page, which the driver has no name for: it is reached by the protocol of the developer tools.</summary>
internal static class ServiceWorker
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <returns>The value of the expression, or of its promise.</returns>
    public static async Task<T> EvaluateInWorkerAsync<T>(this IPage page, string expression)
    {
        ICDPSession own = await page.Context.NewCDPSessionAsync(page);
        ICDPSession browser = await page.Context.Browser!.NewBrowserCDPSessionAsync();
        JsonElement profile = (await own.SendAsync("Target.getTargetInfo"))!.Value.GetProperty("targetInfo").GetProperty("browserContextId");
        JsonElement worker = (await browser.SendAsync("Target.getTargets"))!.Value.GetProperty("targetInfos").EnumerateArray().Single(target =>
            target.GetProperty("type").ValueEquals("service_worker")
            && target.TryGetProperty("browserContextId", out JsonElement owner) && owner.ValueEquals(profile.GetString()));
        JsonElement attached = (await browser.SendAsync("Target.attachToTarget", new() { ["targetId"] = worker.GetProperty("targetId").GetString()!, ["flatten"] = false }))!.Value;

        TaskCompletionSource<JsonNode> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        browser.Event("Target.receivedMessageFromTarget").OnEvent += (_, told) =>
        {
            JsonNode message = JsonNode.Parse(told!.Value.GetProperty("message").GetString()!)!;
            if (message["id"] is not null)
            {
                answer.TrySetResult(message);
            }
        };
        string request = JsonSerializer.Serialize(new { id = 1, method = "Runtime.evaluate", @params = new { expression, awaitPromise = true, returnByValue = true } });
        await browser.SendAsync("Target.sendMessageToTarget", new() { ["sessionId"] = attached.GetProperty("sessionId").GetString()!, ["message"] = request });
        JsonNode result = (await answer.Task.WaitAsync(Patience))["result"]!;
        return result["exceptionDetails"] is null && result["result"]!["value"].Deserialize<T>() is { } value
            ? value
            : throw new InvalidOperationException($"The worker answered {result.ToJsonString()}.");
    }
}
