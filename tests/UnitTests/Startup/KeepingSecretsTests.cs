using ImOrleans.ServiceDefaults.Azure;
using ImOrleans.ServiceDefaults.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Xunit;

namespace ImOrleans.UnitTests.Startup;

public sealed class KeepingSecretsTests
{
    [Theory]
    [InlineData("--Im:Azure:ConnectionString=x", "Im:Azure:ConnectionString")]
    [InlineData("--Im:Azure:LogAccounts:0=x", "Im:Azure:LogAccounts")]
    public void In_Production_a_secret_on_the_command_line_is_refused(string argument, string setting)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder(
            new HostApplicationBuilderSettings { Args = [argument], EnvironmentName = Environments.Production });
        builder.Services.AddSettings<AzureOptions>(AzureOptions.Section);
        using IHost host = builder.Build();

        OptionsValidationException refusal =
            Assert.Throws<OptionsValidationException>(() => host.Services.GetRequiredService<IOptions<AzureOptions>>().Value);

        Assert.Contains(refusal.Failures, failure => failure.StartsWith($"{setting} is on the command line", StringComparison.Ordinal));
    }
}
