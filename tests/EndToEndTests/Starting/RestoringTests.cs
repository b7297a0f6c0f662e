using ImOrleans.EndToEndTests.Running;
using Xunit;

namespace ImOrleans.EndToEndTests.Starting;

/// <summary>Files of two servers, or of two backups, are not one server.</summary>
public sealed class RestoringTests
{
    [Fact]
    public async Task Files_of_two_histories_are_refused_until_the_operator_says_that_they_belong_together()
    {
        await using SiloProcess silo = await SiloProcess.StartAsync();
        await using SiloProcess another = await SiloProcess.StartAsync();
        using (SiloRun running = new(["lineage", "renew", .. silo.Arguments]))
        {
            Assert.Equal(1, await running.ExitAsync());
            Assert.Contains("silo.lock", running.Errors, StringComparison.Ordinal);
        }

        await Task.WhenAll(silo.StopAsync(), another.StopAsync());
        File.Copy(Path.Combine(another.DataPath, "state.db"), Path.Combine(silo.DataPath, "state.db"), overwrite: true);

        using (SiloRun mixed = new(silo.Arguments))
        {
            Assert.Equal(1, await mixed.ExitAsync());
            Assert.Contains("they are not of one backup", mixed.Errors, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", mixed.Errors, StringComparison.Ordinal);
        }

        using (SiloRun renewal = new(["lineage", "renew", .. silo.Arguments]))
        {
            Assert.Equal(0, await renewal.ExitAsync());
            Assert.Contains("lineage", renewal.Output, StringComparison.Ordinal);
        }

        await silo.StartAgainAsync();
    }
}
