using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;

namespace ImOrleans.Gateway.Page;

/// <summary>
/// The files of the page under an address that changes with their content, <c>/v/{version}/js/main.js</c>, so that a browser asks for each
/// of them once. Only the page itself is asked for each time: it names the others, and all modules at once, because a browser finds them
/// only one import after the other. A published server has a bundle of the page too (<c>Bundle/</c>), which is then served instead.
/// </summary>
internal sealed class PageFiles(IWebHostEnvironment environment, TimeProvider time)
{
    private const string Modules = "js";
    private const string Bundle = "bundle";

    private static readonly string[] Folders = [Bundle, Modules, "styles", "icons"];

    /// <summary>The build lays compressed copies beside them.</summary>
    private static readonly string[] Kinds = [".js", ".css", ".svg", ".png"];

    /// <summary>A developer who edits the page sees the saved file. Not every file provider reports changes.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly FileExtensionContentTypeProvider types = new();
    private readonly IFileProvider files = environment.WebRootFileProvider;
    private volatile Look? last;

    public PageBuild Current
    {
        get
        {
            if (last is not { } look || time.GetElapsedTime(look.At) >= LookEvery)
            {
                last = look = LookAgain();
            }

            return look.Build;
        }
    }

    /// <summary>Whether it is one of ours, <c>/js/main.js</c>.</summary>
    public static bool IsPart(PathString path) => Array.Exists(Folders, folder => path.StartsWithSegments($"/{folder}", StringComparison.Ordinal));

    private Look LookAgain()
    {
        string[] parts = [.. Folders.SelectMany(List).Order(StringComparer.Ordinal)];
        bool isBundled = Array.Exists(parts, part => part.StartsWith($"{Bundle}/", StringComparison.Ordinal));
        string start = isBundled ? $"{Bundle}/index.html" : "index.html";
        DateTimeOffset changedAt = parts.Append(start).Max(part => files.GetFileInfo(part).LastModified);
        PageBuild build = last is { } known && known.ChangedAt == changedAt && known.Parts.SequenceEqual(parts)
            ? known.Build
            : Build(start, parts);
        return new Look(time.GetTimestamp(), changedAt, parts, build);
    }

    private PageBuild Build(string start, string[] parts)
    {
        Dictionary<string, byte[]> contents = parts.ToDictionary(part => part, Read);
        byte[] page = Read(start);
        string version = Hash(contents.Prepend(KeyValuePair.Create(start, page)));
        string html = Encoding.UTF8.GetString(page);
        foreach (string folder in Folders)
        {
            html = html.Replace($"=\"{folder}/", $"=\"v/{version}/{folder}/", StringComparison.Ordinal);
        }

        // Low: what is painted first are the styles.
        string scripts = start.StartsWith(Bundle, StringComparison.Ordinal) ? Bundle : Modules;
        IEnumerable<string> preloads = parts
            .Where(part => part.StartsWith($"{scripts}/", StringComparison.Ordinal) && part.EndsWith(".js", StringComparison.Ordinal))
            .Select(part => $"  <link rel=\"modulepreload\" fetchpriority=\"low\" href=\"v/{version}/{part}\">\n");
        html = html.Replace("</head>", string.Concat(preloads) + "</head>", StringComparison.Ordinal);
        return new PageBuild(
            version,
            new KeptContent(Encoding.UTF8.GetBytes(html), "text/html; charset=utf-8", version),
            contents.ToDictionary(part => part.Key, part => new KeptContent(part.Value, TypeOf(part.Key))));
    }

    private IEnumerable<string> List(string folder) => files.GetDirectoryContents(folder)
        .Where(file => file.IsDirectory || Kinds.Contains(Path.GetExtension(file.Name)))
        .SelectMany(file => file.IsDirectory ? List($"{folder}/{file.Name}") : [$"{folder}/{file.Name}"]);

    private string TypeOf(string path) => types.TryGetContentType(path, out string? type) ? type : "application/octet-stream";

    private static string Hash(IEnumerable<KeyValuePair<string, byte[]>> contents)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach ((string path, byte[] content) in contents)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(path));
            hash.AppendData(content);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 6));
    }

    private byte[] Read(string path)
    {
        using MemoryStream content = new();
        using Stream file = files.GetFileInfo(path).CreateReadStream();
        file.CopyTo(content);
        return content.ToArray();
    }

    private sealed record Look(long At, DateTimeOffset ChangedAt, string[] Parts, PageBuild Build);
}
