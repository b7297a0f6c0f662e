using System.Runtime.CompilerServices;

namespace ImOrleans.Client.Errors;

/// <summary>Refuses settings that make no sense, in a sentence.</summary>
internal static class Bounds
{
    public static void Ensure<T>(T value, T least, T most, [CallerArgumentExpression(nameof(value))] string name = "")
        where T : IComparable<T>
    {
        if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} is {value}; it must be between {least} and {most}.");
        }
    }
}
