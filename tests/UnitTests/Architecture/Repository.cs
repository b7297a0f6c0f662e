using System.Reflection;
using System.Runtime.CompilerServices;
using System.Xml.Linq;

namespace ImOrleans.UnitTests.Architecture;

/// <summary>The working copy that the tests were built from, and the assemblies of the product.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot(new DirectoryInfo(AppContext.BaseDirectory));

    public static IReadOnlyList<Assembly> Assemblies { get; } =
        [.. new[] { "Protocol", "Client", "Client.Sqlite", "Grains.Interfaces", "Grains", "ServiceDefaults", "Gateway", "Push", "Silo" }.Select(name => Assembly.Load($"ImOrleans.{name}"))];

    /// <summary>Types from source files: no closures, no generated serializers and proxies.</summary>
    public static IEnumerable<Type> Types => Assemblies.SelectMany(assembly => assembly.GetTypes()).Where(IsWritten);

    /// <summary>
    /// File names of the projects, packages or frameworks that a project references, without those that only its own build uses.
    /// </summary>
    public static IReadOnlyList<string> References(string project, string item) =>
        [.. XDocument.Load(Path.Combine(Root, project)).Descendants(item)
            .Where(reference => (string?)reference.Attribute("PrivateAssets") != "all")
            .Select(reference => (string)reference.Attribute("Include")!)
            .Select(include => include.Replace('\\', '/').Split('/')[^1])
            .Order(StringComparer.Ordinal)];

    /// <summary>Paths relative to the root, without the output of builds and package managers.</summary>
    public static IEnumerable<string> Files(string pattern) =>
        Directory.EnumerateFiles(Root, pattern, new EnumerationOptions { RecurseSubdirectories = true })
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Where(file => !file.Split('/').Any(part => part is "artifacts" or "node_modules" or "bin" or "obj"));

    private static bool IsWritten(Type type) =>
        !type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false)
        && !type.IsDefined(typeof(System.CodeDom.Compiler.GeneratedCodeAttribute), inherit: false)
        && type.Namespace?.StartsWith("ImOrleans", StringComparison.Ordinal) == true
        && !type.Name.Contains('<', StringComparison.Ordinal)
        && (type.DeclaringType is null || IsWritten(type.DeclaringType));

    private static string FindRoot(DirectoryInfo? folder)
    {
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "ImOrleans.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException($"No ImOrleans.sln above {AppContext.BaseDirectory}.");
    }
}
