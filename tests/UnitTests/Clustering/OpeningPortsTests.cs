using System.Net;
using ImOrleans.Engines;
using ImOrleans.ServiceDefaults.Clustering;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Xunit;

namespace ImOrleans.UnitTests.Clustering;

/// <summary>Where the ports of a silo are open, and the warning when strangers can reach them.</summary>
public sealed class OpeningPortsTests
{
    private static readonly KeyValuePair<string, string?>[] Redis =
        [new("Im:Cluster:Provider", "redis"), new("Im:Redis:ConnectionString", "127.0.0.1:1")];

    [Fact]
    public void The_ports_are_open_on_loopback_only_unless_a_setting_says_otherwise()
    {
        Assert.All(Endpoints(), endpoint => Assert.Equal(IPAddress.Loopback, endpoint.Address));
        Assert.All(Endpoints(Redis), endpoint => Assert.Equal(IPAddress.Loopback, endpoint.Address));
        Assert.All(
            Endpoints([.. Redis, new("Im:Cluster:Address", "10.0.0.7")]),
            endpoint => Assert.Equal(IPAddress.Parse("10.0.0.7"), endpoint.Address));
        Assert.All(
            Endpoints([.. Redis, new("Im:Cluster:Address", "10.0.0.7"), new("Im:Cluster:Listen", "0.0.0.0")]),
            endpoint => Assert.Equal(IPAddress.Any, endpoint.Address));
    }

    [Theory]
    [InlineData("Production", "10.0.0.7", true)]
    [InlineData("Production", "127.0.0.1", false)]
    [InlineData("Development", "10.0.0.7", false)]
    public async Task Production_warns_when_other_machines_reach_ports_without_TLS(string environment, string address, bool warns)
    {
        Lines lines = new();
        using IHost host = Compose(environment, lines, [.. Redis, new("Im:Cluster:Address", address)]);
        OpenPortsWarning warning = Assert.Single(host.Services.GetServices<IHostedService>().OfType<OpenPortsWarning>());

        await warning.StartAsync(TestContext.Current.CancellationToken);
        await warning.ExecuteTask!;

        Assert.Equal(warns, lines.Warnings.Any(line => line.Contains("without TLS", StringComparison.Ordinal)));
    }

    [Fact]
    public void With_TLS_there_is_no_such_warning()
    {
        using CertificateAuthority authority = new();
        using IHost host = Compose(
            "Production",
            new Lines(),
            [
                .. Redis, new("Im:Cluster:Address", "10.0.0.7"), new("Im:Cluster:Tls:Certificate", authority.NewPem()),
                new("Im:Cluster:Tls:Authority", authority.AuthorityFile),
            ]);

        Assert.Empty(host.Services.GetServices<IHostedService>().OfType<OpenPortsWarning>());
    }

    private static IPEndPoint[] Endpoints(params KeyValuePair<string, string?>[] settings)
    {
        using IHost host = Compose("Production", new Lines(), settings);
        EndpointOptions endpoints = host.Services.GetRequiredService<IOptions<EndpointOptions>>().Value;
        return
        [
            endpoints.SiloListeningEndpoint ?? new(endpoints.AdvertisedIPAddress, endpoints.SiloPort),
            endpoints.GatewayListeningEndpoint ?? new(endpoints.AdvertisedIPAddress, endpoints.GatewayPort),
        ];
    }

    private static IHost Compose(string environment, Lines lines, KeyValuePair<string, string?>[] settings)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder(
            new HostApplicationBuilderSettings { EnvironmentName = environment });
        builder.Logging.ClearProviders().AddProvider(lines);
        builder.Configuration.AddInMemoryCollection(settings);
        builder.UseOrleans(silo => silo.AddClusterMembership());
        return builder.Build();
    }

    private sealed class Lines : ILoggerProvider, ILogger
    {
        public List<string> Warnings { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel == LogLevel.Warning;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                Warnings.Add(formatter(state, exception));
            }
        }

        public void Dispose()
        {
        }
    }
}
