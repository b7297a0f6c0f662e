using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;

namespace ImOrleans.Load;

/// <summary>Options of a verb: <c>--name value</c>, without regard to case.</summary>
internal static class CommandLine
{
    /// <exception cref="ValidationException">An option is unknown or out of its range.</exception>
    public static T Parse<T>(string[] args)
        where T : new()
    {
        IConfigurationRoot given = new ConfigurationBuilder().AddCommandLine(args).Build();
        string[] known = [.. typeof(T).GetProperties().Where(property => property.CanWrite).Select(property => property.Name)];
        if (given.AsEnumerable().FirstOrDefault(pair => !known.Contains(pair.Key, StringComparer.OrdinalIgnoreCase)) is { Key: { } unknown })
        {
            throw new ValidationException($"--{unknown} is not known; there are: {string.Join(", ", known.Select(name => $"--{name.ToLowerInvariant()}"))}.");
        }

        T options = given.Get<T>() ?? new();
        Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
        return options;
    }
}
