namespace ImOrleans.StoreTests.Azure;

public sealed class AzureTableGrainStorageTests(AzuriteFixture azurite) : AzureGrainStorageContract(azurite, "Default")
{
    /// <summary>A row has 960 KiB. Larger states are the business of the other store.</summary>
    protected override int LargestState => 950_000;
}
