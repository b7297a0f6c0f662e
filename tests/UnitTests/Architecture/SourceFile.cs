using System.Text.RegularExpressions;

namespace ImOrleans.UnitTests.Architecture;

/// <summary>A C# file as text: which types it declares, and which names its code uses. Comments and texts are no code.</summary>
internal sealed partial record SourceFile(string Path, string Namespace, IReadOnlySet<string> Usings, IReadOnlyList<string> Declared, IReadOnlySet<string> Names)
{
    /// <summary>The folder within the project; empty for a file at its root.</summary>
    public string Folder => System.IO.Path.GetDirectoryName(Path)!.Replace('\\', '/');

    public static SourceFile Read(string path, string text)
    {
        string code = Code(text);
        return new SourceFile(
            path,
            NamespaceLine().Match(code).Groups[1].Value,
            UsingLine().Matches(code).Select(match => match.Groups[1].Value).ToHashSet(StringComparer.Ordinal),
            [
                .. Declaration().Matches(code).Select(match => match.Groups[1].Value),
                .. Extension().Matches(code).Select(match => "." + match.Groups[1].Value),
            ],
            Name().Matches(UsingLine().Replace(code, "")).Select(match => match.Value.Replace(" ", "", StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal));
    }

    /// <summary>
    /// Whether code here can name what is declared there without a prefix: there is the same namespace, one around it, or one of the
    /// usings.
    /// </summary>
    public bool Sees(SourceFile other) =>
        Usings.Contains(other.Namespace) || $"{Namespace}.".StartsWith($"{other.Namespace}.", StringComparison.Ordinal);

    /// <summary>Without comments and texts; the holes of an interpolated text are code.</summary>
    private static string Code(string text) => NoCode().Replace(
        text, match => match.Value.StartsWith('$') ? string.Join(' ', Hole().Matches(match.Value).Select(hole => hole.Groups[1].Value)) : " ");

    [GeneratedRegex("""//[^\n]*|/\*.*?\*/|^#[^\n]*|\$*("{3,}).*?\1|\$?@\$?"(?:[^"]|"")*"|\$?"(?:\\.|[^"\\\n])*"|'(?:\\.[^']*|[^'\\])'""", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex NoCode();

    [GeneratedRegex(@"\{+([^{}]+)\}")]
    private static partial Regex Hole();

    [GeneratedRegex(@"^namespace ([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"^(?:global )?using (?:static )?(?:\w+ = )?([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex UsingLine();

    /// <summary>A type at the left margin, so none inside another type.</summary>
    [GeneratedRegex(@"^(?:[a-z]+ )*(?:class|struct|interface|enum|record|record struct|delegate [\w<>?\[\]]+) (\w+)", RegexOptions.Multiline)]
    private static partial Regex Declaration();

    /// <summary>A method that is called behind a dot.</summary>
    [GeneratedRegex(@"static [^\n;=]*?(\w+)(?:<[^>\n]+>)?\(\s*this ")]
    private static partial Regex Extension();

    /// <summary>A name, with the dot before it if there is one.</summary>
    [GeneratedRegex(@"(?:\. ?)?\b[A-Za-z_]\w*")]
    private static partial Regex Name();
}
