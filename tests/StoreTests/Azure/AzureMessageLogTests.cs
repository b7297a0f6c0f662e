using ImOrleans.Grains.Conversations.Log;
using ImOrleans.ServiceDefaults.Azure;
using ImOrleans.Silo.Storage;
using ImOrleans.Silo.Storage.Azure;
using ImOrleans.StoreTests.Logs;

namespace ImOrleans.StoreTests.Azure;

public class AzureMessageLogTests(AzuriteFixture azurite) : MessageLogContract
{
    private AzureOptions options = new();
    private AzureStore first = null!;
    private AzureMessageLog log = null!;
    private CommitStage? breakAt;

    protected override IMessageLog Log => log;

    protected override int Models => 40;

    protected override int ThousandsBetween => 3;

    public override async ValueTask InitializeAsync()
    {
        options = Options(await azurite.NewOptionsAsync(), (await azurite.ServerAsync()).ConnectionString);
        first = AzureStores.Store(options);
        await first.OpenAsync();
        log = new(first, Break);
    }

    public override async ValueTask DisposeAsync()
    {
        await first.DeleteAsync();
        GC.SuppressFinalize(this);
    }

    protected override IMessageLog OpenAnother() => Open();

    protected override Task ReopenAsync()
    {
        log = Open();
        return Task.CompletedTask;
    }

    protected override void BreakNextAppend(bool stored) => breakAt = stored ? CommitStage.After : CommitStage.Before;

    private protected virtual AzureOptions Options(AzureOptions options, Func<string, string> connectionString) => options;

    private AzureMessageLog Open() => new(AzureStores.Store(options), Break);

    private void Break(CommitStage stage)
    {
        if (stage == breakAt)
        {
            breakAt = null;
            throw new IOException("broken by the test");
        }
    }
}
