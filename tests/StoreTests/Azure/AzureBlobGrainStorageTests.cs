namespace ImOrleans.StoreTests.Azure;

public sealed class AzureBlobGrainStorageTests(AzuriteFixture azurite) : AzureGrainStorageContract(azurite, "large");
