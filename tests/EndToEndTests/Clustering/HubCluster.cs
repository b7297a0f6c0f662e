namespace ImOrleans.EndToEndTests.Clustering;

/// <summary><c>infra/local/cluster --streams eventhubs</c>.</summary>
public sealed class HubCluster() : LocalCluster(servers: 3, ["--streams", "eventhubs"]);
