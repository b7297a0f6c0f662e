using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace ImOrleans.Load;

/// <summary>Options of a verb: <c>--name value</c> or <c>--name=value</c>, without regard to case.</summary>
internal static class CommandLine
{
    public static bool AskForHelp(string[] words) => words.Any(static word => word is "--help" or "-h" or "-?" or "/?" or "help");

    /// <exception cref="ValidationException">A word is no option, or an option is unknown, has no value or is out of its range.</exception>
    public static T Parse<T>(string[] args)
        where T : new()
    {
        string[] known = NamesOf<T>();
        Dictionary<string, string?> given = new(StringComparer.OrdinalIgnoreCase);
        for (int i = 0; i < args.Length; i++)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal))
            {
                throw new ValidationException($"'{args[i]}' is not an option: options are --name value.");
            }

            string[] parts = args[i][2..].Split('=', 2);
            if (!known.Contains(parts[0], StringComparer.OrdinalIgnoreCase))
            {
                throw new ValidationException($"--{parts[0]} is not known; there are: {string.Join(", ", known.Select(Shown))}.");
            }

            bool isFlag = typeof(T).GetProperty(known.First(name => name.Equals(parts[0], StringComparison.OrdinalIgnoreCase)))!.PropertyType == typeof(bool);
            bool isFollowed = i + 1 < args.Length && !args[i + 1].StartsWith("--", StringComparison.Ordinal);
            given[parts[0]] = parts.Length == 2 ? parts[1] : isFollowed ? args[++i] : isFlag ? "true"
                : throw new ValidationException($"--{parts[0]} has no value.");
        }

        T options = new ConfigurationBuilder().AddInMemoryCollection(given).Build().Get<T>() ?? new();
        Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
        return options;
    }

    /// <summary>Prints the options of a verb with their defaults.</summary>
    public static int Explain<T>(string verb)
        where T : new()
    {
        T defaults = new();
        Console.WriteLine($"ImOrleans.Load {verb} [--name value ...]");
        foreach (string name in NamesOf<T>())
        {
            object? value = typeof(T).GetProperty(name)!.GetValue(defaults);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {Shown(name),-16} {value}").TrimEnd());
        }

        Console.WriteLine("tests/Load/README.md explains them.");
        return 0;
    }

    private static string[] NamesOf<T>() => [.. typeof(T).GetProperties().Where(property => property.CanWrite).Select(property => property.Name)];

    private static string Shown(string name) => $"--{name.ToLowerInvariant()}";
}
