namespace ImOrleans.Push.Sending;

/// <summary>A secret that is a setting of its own, or the content of a file that another setting names.</summary>
internal static class SecretText
{
    private const int MaxBytes = 64 * 1_024;

    public static bool IsSet(string value, string file) => value.Length > 0 || file.Length > 0;

    /// <param name="name">The setting with the secret. The setting of the file is this name and <c>File</c>.</param>
    /// <returns>Null when the secret can be read; otherwise a sentence, which does not repeat it.</returns>
    public static string? FindFault(string name, string value, string file)
    {
        if (value.Length > 0 == file.Length > 0)
        {
            return $"either {name} or {name}File must be set, and not both.";
        }

        try
        {
            return Read(value, file).Length == 0 ? $"{name}File is '{file}', which is empty." : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return $"{name}File is '{file}', which cannot be read: {failure.Message}";
        }
    }

    /// <summary>Without the line break at its end.</summary>
    /// <exception cref="IOException">The file cannot be read, or has more than 64 KiB.</exception>
    public static string Read(string value, string file)
    {
        if (value.Length > 0)
        {
            return value.Trim();
        }

        return new FileInfo(file).Length > MaxBytes
            ? throw new IOException($"The file has more than {MaxBytes} bytes.")
            : File.ReadAllText(file).Trim();
    }
}
