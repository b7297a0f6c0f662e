using System.Text.Json;
using System.Text.Json.Nodes;
using ImOrleans.EndToEndTests.People;
using ImOrleans.Protocol.Messages;

namespace ImOrleans.BrowserTests.Browsing;

/// <summary>Entries that reach the page as the server would push them, whatever the server of the test knows of their kinds.</summary>
public static class PushedEntries
{
    /// <summary>Holds on to the page's hub connection, and notes what the page asks of the server. From the next visit on.</summary>
    private const string Tap =
        """
        window.asked = [];
        window.WebSocket = class extends WebSocket {
          constructor(...where) {
            super(...where);
            window.hub = this;
          }
          send(frames) {
            window.asked.push(...frames.split('\x1e').filter(Boolean).map(frame => JSON.parse(frame)).filter(({ target }) => target)
              .map(({ target, arguments: args }) => [target, ...args.map(arg => JSON.stringify(arg))].join(' ')));
            super.send(frames);
          }
        };
        """;

    /// <summary>Reloads the page, so that entries can be pushed to it.</summary>
    public static async Task TapAsync(this Visitor visitor)
    {
        await visitor.Page.AddInitScriptAsync(Tap);
        await visitor.Page.ReloadAsync();
        await visitor.WaitForAsync("() => window.asked?.some(call => call.startsWith('Sync'))", null, "() => window.asked ?? []");
    }

    /// <param name="senderId">The sender.</param>
    public static Task PushAsync(this Visitor visitor, string conversationId, string senderId, params Message[] entries)
    {
        Message[] whole = Array.ConvertAll(entries, entry => entry with { ConversationId = conversationId, SenderId = senderId });
        PostedMessages[] posted = [new PostedMessages { ConversationId = conversationId, Messages = whole }];
        JsonObject frame = new() { ["type"] = 1, ["target"] = "MessagesPosted", ["arguments"] = new JsonArray(JsonSerializer.SerializeToNode(posted, Api.Json)) };
        return visitor.Page.EvaluateAsync("frame => { hub.dispatchEvent(new MessageEvent('message', { data: frame + '\\x1e' })); }", frame.ToJsonString());
    }

    /// <summary>The calls of the page on this connection: the method and its arguments.</summary>
    public static Task<string[]> AskedAsync(this Visitor visitor) => visitor.Page.EvaluateAsync<string[]>("() => window.asked");
}
