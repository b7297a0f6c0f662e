using System.Reflection;
using Xunit;

namespace ImOrleans.UnitTests.Architecture;

/// <summary>
/// Covers the parts that the contracts analyzer leaves out: the members of serialized types and the aliases of interfaces. They are
/// compared with the manifest <c>tests/UnitTests/Architecture/Wire.txt</c>. <c>tests/contracts</c> rewrites it, and a reviewer checks
/// its diff.
/// </summary>
public sealed class WireTests
{
    private static readonly string Manifest = Path.Combine(Repository.Root, "tests/UnitTests/Architecture/Wire.txt");

    [Fact]
    public void No_id_or_alias_changed_without_its_manifest()
    {
        var lines = Repository.Types.SelectMany(Lines).Order(StringComparer.Ordinal).ToList();
        if (Environment.GetEnvironmentVariable("IM_WRITE_CONTRACTS") == "1")
        {
            File.WriteAllLines(Manifest, lines);
        }

        Assert.Equal(File.ReadAllLines(Manifest), lines);
    }

    private static IEnumerable<string> Lines(Type type)
    {
        if (type.GetCustomAttribute<AliasAttribute>(inherit: false)?.Alias is not { } alias)
        {
            return [];
        }

        const BindingFlags members = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        return type.GetMembers(members)
            .Where(member => member.IsDefined(typeof(IdAttribute), inherit: false))
            .Select(member => $"{alias} {member.GetCustomAttribute<IdAttribute>()!.Id}: {member.Name} {TypeOf(member)}")
            .Prepend($"{alias} = {type.FullName}");
    }

    private static string TypeOf(MemberInfo member) =>
        (member is PropertyInfo property ? property.PropertyType : ((FieldInfo)member).FieldType).ToString();
}
