using ImOrleans.Engines.Push;
using ImOrleans.Grains.Push;

namespace ImOrleans.PushTests;

/// <summary>One provider with its server, for what holds for all of them.</summary>
internal sealed class Bench : IAsyncDisposable
{
    private readonly IAsyncDisposable server;
    private readonly IDisposable[] owned;
    private readonly Func<int> accepted;

    private Bench(IAsyncDisposable server, ProviderServer provider, string token, Func<int> accepted, params IDisposable[] owned)
    {
        (this.server, this.owned, this.accepted, Provider, Token) = (server, owned, accepted, provider, token);
        Sender = ((Senders)owned[0]).All.Single();
    }

    public static string[] Names { get; } = ["apns", "fcm", "getui", "hms", "jpush", "webhook", "webpush"];

    public IPushSender Sender { get; }

    public ProviderServer Provider { get; }

    /// <summary>A token that the provider knows.</summary>
    public string Token { get; }

    public IReadOnlyCollection<string> Log => ((Senders)owned[0]).Log;

    /// <summary>Notifications that the provider took over.</summary>
    public int Accepted => accepted();

    public static async Task<Bench> StartAsync(string provider, params (string Name, object Value)[] settings)
    {
        switch (provider)
        {
            case "apns":
                ApnsServer apns = await ApnsServer.StartAsync();
                return new(apns, apns.Server, ApnsServer.NewDevice(), () => apns.Accepted.Count, Settings.Apns(apns, null, settings));
            case "fcm":
                FcmServer fcm = await FcmServer.StartAsync();
                return new(fcm, fcm.Server, "fcm-device:APA91b-1", () => fcm.Accepted.Count, Settings.Fcm(fcm, null, settings));
            case "getui":
                GetuiServer getui = await GetuiServer.StartAsync();
                Bench bench = new(getui, getui.Server, Requests.NewId(), () => getui.Accepted.Count, Settings.Getui(getui, settings));
                await bench.SendAsync(); // The exchange of the token is not to take the faults, which come on the same address.
                getui.Accepted.Clear();
                return bench;
            case "hms":
                HmsServer hms = await HmsServer.StartAsync();
                return new(hms, hms.Server, "IQAAAACy0kYwAADtIn-1", () => hms.Accepted.Count, Settings.Hms(hms, settings));
            case "jpush":
                JPushServer jpush = await JPushServer.StartAsync();
                return new(jpush, jpush.Server, "1104a89792b1c0ee38f", () => jpush.Accepted.Count, Settings.JPush(jpush, settings));
            case "webhook":
                WebhookServer webhook = await WebhookServer.StartAsync(Settings.WebhookSecret);
                return new(webhook, webhook.Server, "any-token", () => webhook.Shown.Count, Settings.Webhook(webhook, settings));
            default:
                WebPushServer push = await WebPushServer.StartAsync();
                Browser browser = push.NewBrowser();
                return new(push, push.Server, browser.Token, () => push.Accepted.Count, Settings.WebPush(push, settings), browser);
        }
    }

    public async Task<PushResult> SendAsync(PushRequest? request = null) =>
        (await Sender.SendAsync([request ?? Requests.Alert(Token)], CancellationToken.None)).Single();

    public async ValueTask DisposeAsync()
    {
        Array.ForEach(owned, one => one.Dispose());
        await server.DisposeAsync();
    }
}
