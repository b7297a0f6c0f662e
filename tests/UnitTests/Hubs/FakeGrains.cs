using System.Reflection;

namespace ImOrleans.UnitTests.Hubs;

/// <summary>Stands in for an interface of which a test needs one or two methods, however many it has.</summary>
public class FakeGrains : DispatchProxy
{
    private Func<MethodInfo, object?[], object?> answer = (_, _) => null;

    /// <param name="answer">Gets the method's name and arguments; null for a method that the test does not expect.</param>
    public static T Of<T>(Func<string, object?[], object?> answer)
        where T : class => Made<T>((method, arguments) => answer(method.Name, arguments));

    /// <summary>Hands out one grain for every key.</summary>
    public static IGrainFactory Factory(object grain) =>
        Of<IGrainFactory>((method, _) => method == nameof(IGrainFactory.GetGrain) ? grain : null);

    /// <param name="find">Gets the grain's interface and its key.</param>
    public static IGrainFactory Factory(Func<Type, string, object> find) =>
        Made<IGrainFactory>((method, arguments) => find(method.GetGenericArguments()[0], (string)arguments[0]!));

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        answer(targetMethod!, args ?? []) ?? throw new NotSupportedException(targetMethod!.Name);

    private static T Made<T>(Func<MethodInfo, object?[], object?> answer)
        where T : class
    {
        T grain = Create<T, FakeGrains>();
        ((FakeGrains)(object)grain).answer = answer;
        return grain;
    }
}
