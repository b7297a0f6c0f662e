using System.Reflection;

namespace ImOrleans.Gateway.Process;

/// <summary>The version of the product, which <c>Directory.Build.props</c> sets for server, API description and packages.</summary>
internal static class ProductVersion
{
    /// <summary>Without the commit that the build appends.</summary>
    public static string Text { get; } =
        typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
