using System.Reflection;
using Xunit;

namespace ImOrleans.UnitTests.Architecture;

/// <summary>Names on the wire are chosen, stable and never taken twice.</summary>
public sealed class ContractTests
{
    private static IEnumerable<Type> GrainInterfaces =>
        Repository.Types.Where(type => type.IsInterface && typeof(IAddressable).IsAssignableFrom(type));

    private static IEnumerable<Type> Serialized =>
        Repository.Types.Where(type => type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false));

    [Fact]
    public void Every_serialized_type_has_an_alias_of_ours() =>
        Assert.Empty(Serialized.Where(type => AliasOf(type)?.StartsWith("im.", StringComparison.Ordinal) != true).Select(type => type.FullName));

    [Fact]
    public void Every_grain_interface_and_method_has_an_alias()
    {
        var unnamed = GrainInterfaces.Where(type => AliasOf(type)?.StartsWith("im.", StringComparison.Ordinal) != true).Select(type => type.FullName!)
            .Concat(GrainInterfaces.SelectMany(type => type.GetMethods()).Where(method => AliasOf(method) is null).Select(NameOf));
        Assert.Empty(unnamed);
    }

    [Fact]
    public void No_alias_is_taken_twice()
    {
        var types = Serialized.Concat(GrainInterfaces).Select(AliasOf);
        var methods = GrainInterfaces.SelectMany(type => type.GetMethods()).Select(method => $"{AliasOf(method.DeclaringType!)}.{AliasOf(method)}");
        Assert.Empty(types.Concat(methods).GroupBy(alias => alias, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => group.Key));
    }

    [Fact]
    public void A_grain_with_more_than_twelve_methods_hides_a_second_one() =>
        Assert.Empty(GrainInterfaces.Where(type => type.GetMethods().Length > 12).Select(type => type.FullName));

    private static string? AliasOf(MemberInfo member) => member.GetCustomAttribute<AliasAttribute>(inherit: false)?.Alias;

    private static string NameOf(MethodInfo method) => $"{method.DeclaringType!.FullName}.{method.Name}";
}
