using System.Security.Cryptography;
using ImOrleans.Engines.Push;
using Xunit;

namespace ImOrleans.PushTests;

public sealed class ConfiguringTests
{
    [Fact]
    public void Without_settings_no_provider_is_on_and_nothing_is_wrong()
    {
        using Senders senders = new(null);
        Assert.Empty(senders.All);
        Assert.Empty(senders.Faults);
    }

    [Theory]
    [InlineData("Push:Fcm:ServiceAccount", "{\"client_email\":\"a@b\",\"private_key\":\"s3cret\"}", "Im:Push:Fcm: ServiceAccount must be")]
    [InlineData("Push:Fcm:ServiceAccountFile", "/no/such/file", "Im:Push:Fcm: ServiceAccountFile is '/no/such/file', which cannot be read")]
    [InlineData("Push:Fcm:ProjectId", "p", "Im:Push:Fcm: either ServiceAccount or ServiceAccountFile must be set")]
    [InlineData("Push:Apns:Topic", "org.example", "Im:Push:Apns: TeamId must have 10 letters and digits")]
    [InlineData("Push:Apns:Key", "s3cret", "Im:Push:Apns: Key must be a private key")]
    [InlineData("Push:Apns:RenewPeriod", "01:00:00", "Im:Push:Apns:RenewPeriod is 01:00:00; it must be between 00:20:00 and 00:58:00")]
    [InlineData("Push:WebPush:PrivateKey", "s3cret", "Im:Push:WebPush: PublicKey must be 65 bytes")]
    [InlineData("Push:WebPush:Subject", "ops", "Im:Push:WebPush: Subject must begin with mailto: or https://")]
    [InlineData("Push:Webhook:Secret", "s3cret", "Im:Push:Webhook: Secret has less than 32 characters")]
    [InlineData("Push:Webhook:Url", "ftp://hooks", "Im:Push:Webhook: Url must be an address")]
    [InlineData("Push:Hms:AppId", "1/2", "Im:Push:Hms: AppId must be the id of the app")]
    [InlineData("Push:JPush:AppKey", "a:b", "Im:Push:JPush: AppKey must be the key of the app")]
    [InlineData("Push:Getui:AppId", "a/b", "Im:Push:Getui: AppId must be letters and digits")]
    [InlineData("Push:Getui:MasterSecret", "s3cret", "Im:Push:Getui: AppKey must be letters and digits")]
    [InlineData("Push:Sending:TotalTimeout", "00:00:01", "Im:Push:Sending: TotalTimeout is 00:00:01; it must be at least AttemptTimeout")]
    [InlineData("Push:Fcm:Porject", "p", "Im:Push:Fcm:Porject is not a setting")]
    [InlineData("Outbound:AllowedHosts:1", "10.0.0.0/99", "Im:Outbound: AllowedHosts has '10.0.0.0/99'")]
    public void A_wrong_setting_is_one_sentence_that_names_it_and_no_secret(string name, string value, string expected)
    {
        // A client of each kind has to be there for the settings of sending.
        using Senders senders = new(
            null, ("Push:Webhook:Url", "https://hooks.example.org"), ("Push:Webhook:Secret", Settings.WebhookSecret), (name, value));
        Assert.Contains(senders.Faults, fault => fault.StartsWith(expected, StringComparison.Ordinal));
        Assert.DoesNotContain(senders.Faults, fault => fault.Contains("s3cret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Keys_that_do_not_belong_together_are_found_before_the_start()
    {
        await using WebPushServer one = await WebPushServer.StartAsync();
        await using WebPushServer other = await WebPushServer.StartAsync();
        using Senders senders = Settings.WebPush(one, ("Push:WebPush:PrivateKey", other.PrivateKey));
        Assert.Equal(["Im:Push:WebPush: PublicKey does not belong to PrivateKey."], senders.Faults);
    }

    [Fact]
    public async Task A_secret_can_be_a_file()
    {
        string file = Path.GetTempFileName();
        try
        {
            await using WebhookServer server = await WebhookServer.StartAsync(Settings.WebhookSecret);
            await File.WriteAllTextAsync(file, $"{Settings.WebhookSecret}\n");
            using Senders senders = new(
                null, ("Push:Webhook:Url", $"{server.Server.Address}/push"), ("Push:Webhook:SecretFile", file));
            Assert.Empty(senders.Faults);
            await senders.All.Single().SendAsync([Requests.Alert("one")], CancellationToken.None);
            Assert.Single(server.Shown);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task All_providers_work_beside_each_other()
    {
        await using FcmServer fcm = await FcmServer.StartAsync();
        await using WebPushServer push = await WebPushServer.StartAsync();
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using Senders senders = new(
            null,
            ("Push:Fcm:ServiceAccount", fcm.ServiceAccount),
            ("Push:WebPush:PublicKey", push.PublicKey), ("Push:WebPush:PrivateKey", push.PrivateKey),
            ("Push:WebPush:Subject", "https://example.org"),
            ("Push:Apns:Topic", "org.example.im"), ("Push:Apns:TeamId", "TEAM000001"), ("Push:Apns:KeyId", "KEY0000001"),
            ("Push:Apns:Key", key.ExportPkcs8PrivateKeyPem()),
            ("Push:Hms:AppId", "1"), ("Push:Hms:ClientSecret", "secret"), ("Push:JPush:AppKey", "1"), ("Push:JPush:MasterSecret", "secret"),
            ("Push:Getui:AppId", "1"), ("Push:Getui:AppKey", "1"), ("Push:Getui:MasterSecret", "secret"),
            ("Push:Webhook:Url", "https://hooks.example.org"), ("Push:Webhook:Secret", Settings.WebhookSecret));
        Assert.Empty(senders.Faults);
        Assert.Equal(["apns", "fcm", "getui", "hms", "jpush", "webhook", "webpush"], senders.All.Select(sender => sender.Provider).Order());
        Assert.All(senders.All, sender => Assert.NotNull(sender.FindFault("a token with blanks \u0000")));
        Assert.All(senders.All, sender => Assert.NotNull(sender.FindFault(new string('a', 5_000))));
    }
}
