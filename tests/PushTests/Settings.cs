using ImOrleans.Engines.Push;

namespace ImOrleans.PushTests;

/// <summary>Settings that lead a provider to its test server. Further ones win.</summary>
internal static class Settings
{
    public const string WebhookSecret = "a secret of thirty-two characters";

    public static Senders Apns(ApnsServer server, TimeProvider? time, params (string, object)[] more) => new(
        time,
        [
            ("Push:Apns:Topic", ApnsServer.Topic), ("Push:Apns:TeamId", ApnsServer.TeamId), ("Push:Apns:KeyId", ApnsServer.KeyId),
            ("Push:Apns:Key", server.Key), ("Push:Apns:BaseAddress", server.Server.Address), .. more,
        ]);

    public static Senders Fcm(FcmServer server, TimeProvider? time, params (string, object)[] more) => new(
        time,
        [("Push:Fcm:ServiceAccount", server.ServiceAccount), ("Push:Fcm:BaseAddress", server.Server.Address), .. more]);

    public static Senders Getui(GetuiServer server, params (string, object)[] more) => new(
        null,
        [
            ("Push:Getui:AppId", GetuiServer.AppId), ("Push:Getui:AppKey", GetuiServer.AppKey),
            ("Push:Getui:MasterSecret", GetuiServer.Secret), ("Push:Getui:BaseAddress", server.Server.Address), .. more,
        ]);

    public static Senders Hms(HmsServer server, params (string, object)[] more) => new(
        null,
        [
            ("Push:Hms:AppId", HmsServer.AppId), ("Push:Hms:ClientSecret", HmsServer.Secret),
            ("Push:Hms:BaseAddress", server.Server.Address), ("Push:Hms:TokenAddress", $"{server.Tokens.Address}/token"), .. more,
        ]);

    public static Senders JPush(JPushServer server, params (string, object)[] more) => new(
        null,
        [
            ("Push:JPush:AppKey", JPushServer.AppKey), ("Push:JPush:MasterSecret", JPushServer.Secret),
            ("Push:JPush:BaseAddress", server.Server.Address), .. more,
        ]);

    public static Senders Webhook(WebhookServer server, params (string, object)[] more) => new(
        null,
        [("Push:Webhook:Url", $"{server.Server.Address}/push"), ("Push:Webhook:Secret", WebhookSecret), .. more]);

    public static Senders WebPush(WebPushServer server, params (string, object)[] more) => new(
        null,
        [
            ("Push:WebPush:PublicKey", server.PublicKey), ("Push:WebPush:PrivateKey", server.PrivateKey),
            ("Push:WebPush:Subject", "mailto:ops@example.org"), ("Push:WebPush:AllowHttp", true), .. more,
        ]);
}
