namespace ImOrleans.Grains;

/// <summary>What silos and gateways of one cluster call it. It also names the stored state of grains: another name loses sight of all of it.</summary>
public static class ClusterName
{
    public const string Value = "imorleans";
}
