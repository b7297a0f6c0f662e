using System.Security.Cryptography;
using ImOrleans.Gateway.Auth;
using ImOrleans.Gateway.Limits;
using ImOrleans.Grains.Presence;
using ImOrleans.ServiceDefaults.Data;
using ImOrleans.ServiceDefaults.Settings;
using ImOrleans.ServiceDefaults.Startup;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ImOrleans.UnitTests.Gateway;

public sealed class SettingUpTests
{
    [Fact]
    public void The_defaults_stand()
    {
        Assert.True(Rules<AuthOptions>(AuthOptions.Section).Validate(null, new AuthOptions()).Succeeded);
        Assert.True(Rules<LimitOptions>(LimitOptions.Section).Validate(null, new LimitOptions()).Succeeded);
    }

    [Fact]
    public void A_value_outside_its_range_is_named_with_its_setting() => Assert.Equal(
        ["Im:Auth:AccessTokenLifetime is 00:00:10; it must be between 00:01:00 and 1.00:00:00."],
        Rules<AuthOptions>(AuthOptions.Section).Validate(null, new AuthOptions { AccessTokenLifetime = TimeSpan.FromSeconds(10) }).Failures!);

    [Fact]
    public void A_rule_between_settings_names_both() => Assert.Equal(
        ["Im:Limits: SendBurst is 50; SendBurst must be at least SendsPerSecond, which is 100."],
        Rules<LimitOptions>(LimitOptions.Section).Validate(null, new LimitOptions { SendBurst = 50 }).Failures!);

    [Fact]
    public void A_dead_gateways_users_cannot_be_shown_online_for_longer_than_half_a_minute()
    {
        SettingsRules<PresenceOptions> rules = Rules<PresenceOptions>(PresenceOptions.Section);
        Assert.True(rules.Validate(null, new PresenceOptions()).Succeeded);
        Assert.Equal(
            ["Im:Presence: GatewayLease, twice PulsePeriod, OfflineDelay and Pace are 00:00:31 together; they must be at most 00:00:30: for so long a dead gateway's users are shown online."],
            rules.Validate(null, new PresenceOptions { OfflineDelay = TimeSpan.FromSeconds(10) }).Failures!);
        Assert.Equal(
            ["Im:Presence: GatewayLease is 00:00:05; GatewayLease must be at least twice PulsePeriod, which is 00:00:04."],
            rules.Validate(null, new PresenceOptions { GatewayLease = TimeSpan.FromSeconds(5) }).Failures!);
    }

    [Fact]
    public void A_misspelt_setting_is_named()
    {
        string failure = Assert.Single(Rules<AuthOptions>(AuthOptions.Section, ("Im:Auth:SigninKey", "x")).Validate(null, new AuthOptions()).Failures!);
        Assert.StartsWith("Im:Auth:SigninKey is not a setting", failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Production", "", "openssl rand -base64 48")]
    [InlineData("Staging", "", "outside Development")]
    [InlineData("Development", "c2hvcnQ=", "at least 32 random bytes")]
    [InlineData("Production", "not base64", "at least 32 random bytes")]
    [InlineData("Production", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "not all alike")]
    [InlineData("Development", "Y2hhbmdlbWVjaGFuZ2VtZWNoYW5nZW1lY2hhbmdlbWU=", "not all alike")]
    public void A_missing_or_weak_key_stops_the_start_and_is_not_repeated(string environment, string key, string expected)
    {
        string failure = Assert.Single(KeyRules(environment).Validate(null, new AuthOptions { SigningKey = key }).Failures!);
        Assert.Contains(expected, failure, StringComparison.Ordinal);
        Assert.True(key.Length == 0 || !failure.Contains(key, StringComparison.Ordinal));
    }

    [Fact]
    public void A_key_of_ones_own_will_do_anywhere()
    {
        AuthOptions options = new() { SigningKey = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)) };
        Assert.True(KeyRules("Production").Validate(null, options).Succeeded);
        Assert.True(KeyRules("Development").Validate(null, new AuthOptions()).Succeeded);
    }

    [Fact]
    public void The_development_key_is_made_once_and_is_nobody_elses_to_read()
    {
        string path = Directory.CreateTempSubdirectory("imorleans-").FullName;
        SigningKeyFile file = KeyFile(path, new FakeTimeProvider());
        try
        {
            string first = file.ReadOrCreate().Current.Id;

            Assert.Equal(first, file.ReadOrCreate().Current.Id);
            Assert.Single(Directory.GetFiles(path));
            Assert.True(OperatingSystem.IsWindows()
                || File.GetUnixFileMode(Path.Combine(path, "signing.key")) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));

            File.WriteAllText(Path.Combine(path, "signing.key"), "half");
            Assert.Throws<StartupException>(file.ReadOrCreate);
        }
        finally
        {
            Directory.Delete(path, recursive: true);
        }
    }

    [Fact]
    public void A_rotated_key_signs_and_those_before_stay_until_their_last_token_has_ended()
    {
        string path = Directory.CreateTempSubdirectory("imorleans-").FullName;
        FakeTimeProvider time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        SigningKeyFile file = KeyFile(path, time);
        try
        {
            string first = file.ReadOrCreate().Current.Id;
            time.Advance(TimeSpan.FromDays(1000));
            string second = file.Rotate().Current.Id;
            time.Advance(TimeSpan.FromDays(60));
            string third = file.Rotate().Current.Id;
            Assert.Equal([third, second, first], file.ReadOrCreate().All.Select(key => key.Id));

            time.Advance(TimeSpan.FromDays(60));
            string fourth = file.Rotate().Current.Id;
            Assert.Equal([fourth, third, second], file.ReadOrCreate().All.Select(key => key.Id));
        }
        finally
        {
            Directory.Delete(path, recursive: true);
        }
    }

    [Fact]
    public void Keys_from_before_there_were_dates_are_read()
    {
        string path = Directory.CreateTempSubdirectory("imorleans-").FullName;
        try
        {
            byte[] secret = RandomNumberGenerator.GetBytes(64);
            File.WriteAllText(Path.Combine(path, "signing.key"), Convert.ToBase64String(secret) + "\n");
            string id = new SigningKey(secret).Id;
            Assert.Equal(id, KeyFile(path, new FakeTimeProvider()).ReadOrCreate().Current.Id);
            Assert.Equal(id, KeyFile(path, new FakeTimeProvider()).Rotate().All[1].Id);
        }
        finally
        {
            Directory.Delete(path, recursive: true);
        }
    }

    [Fact]
    public void A_failure_that_an_operator_can_mend_is_explained_and_a_bug_is_not()
    {
        Assert.Equal("one\ntwo", StartupErrors.Explain(new AggregateException(new StartupException("one"), new StartupException("two")))?.ReplaceLineEndings("\n"));
        Assert.Equal(
            "Im:Auth:AccessTokenLifetime is 'abc'; it must be a TimeSpan.",
            StartupErrors.Explain(new InvalidOperationException(
                "Failed to convert configuration value 'abc' at 'Im:Auth:AccessTokenLifetime' to type 'System.TimeSpan'.")));
        Assert.Null(StartupErrors.Explain(new InvalidOperationException("bug")));
    }

    private static SettingsRules<T> Rules<T>(string section, params (string Name, string Value)[] settings)
        where T : class =>
        new(section, new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(s => s.Name, s => (string?)s.Value)).Build());

    private static SigningKeyFile KeyFile(string path, TimeProvider time) => new(
        new DataFolder(Options.Create(new DataOptions { DataPath = path }), new HostingEnvironment { ContentRootPath = AppContext.BaseDirectory }),
        Options.Create(new AuthOptions()),
        time);

    private static SigningKeyRules KeyRules(string environment) => new(new HostingEnvironment { EnvironmentName = environment });
}
