using System.Net;
using System.Net.Http.Json;
using System.Runtime.Versioning;
using ImOrleans.EndToEndTests.Running;
using ImOrleans.Protocol.Accounts;
using Xunit;

namespace ImOrleans.EndToEndTests.Starting;

/// <summary>A start closes the data folder to other users of the machine, and answers to pages of other sites.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class KeepingOthersOutTests
{
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Everybody = OwnerFile | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    [Fact]
    public async Task The_data_folder_and_its_files_belong_to_their_owner_alone()
    {
        await using SiloProcess silo = SiloProcess.Prepare();
        Directory.Delete(silo.DataPath);

        await silo.StartAgainAsync();
        Assert.All(Modes(silo.DataPath), static file => Assert.Equal((file.Path, OwnerFile), file));
        Assert.Equal(OwnerFile | UnixFileMode.UserExecute, File.GetUnixFileMode(silo.DataPath));

        await silo.KillAsync();
        foreach (string path in Directory.GetFiles(silo.DataPath))
        {
            File.SetUnixFileMode(path, Everybody);
        }

        File.SetUnixFileMode(silo.DataPath, Everybody | UnixFileMode.UserExecute | UnixFileMode.OtherExecute);
        await silo.StartAgainAsync();
        Assert.All(Modes(silo.DataPath), static file => Assert.Equal((file.Path, OwnerFile), file));
        Assert.Equal(OwnerFile | UnixFileMode.UserExecute, File.GetUnixFileMode(silo.DataPath));
    }

    [Fact]
    public async Task A_page_of_a_listed_origin_may_use_the_server_and_one_of_another_origin_may_not()
    {
        await using SiloProcess silo = await SiloProcess.StartAsync("--Im:Cors:Origins:0=https://app.example.com");

        Assert.Equal("https://app.example.com", await AllowedAsync(silo, HttpMethod.Get, "api/server", "https://app.example.com"));
        Assert.Equal("https://app.example.com", await AllowedAsync(silo, HttpMethod.Options, "api/users/me", "https://app.example.com"));
        Assert.Equal("https://app.example.com", await AllowedAsync(silo, HttpMethod.Get, "api/users/me", "https://app.example.com", HttpStatusCode.Unauthorized));
        Assert.Equal("https://app.example.com", await AllowedAsync(silo, HttpMethod.Options, "hubs/chat/negotiate", "https://app.example.com"));
        Assert.Null(await AllowedAsync(silo, HttpMethod.Get, "api/server", "http://app.example.com"));
        Assert.Null(await AllowedAsync(silo, HttpMethod.Get, "api/server", "https://app.example.com.evil.example"));
        Assert.Null(await AllowedAsync(silo, HttpMethod.Options, "hubs/chat/negotiate", "null"));
    }

    [Fact]
    public async Task The_page_of_another_gateway_may_use_this_one_and_is_named_to_clients()
    {
        await using SiloProcess silo = await SiloProcess.StartAsync(
            "--Im:Gateway:Addresses:0=https://im1.example.com/chat", "--Im:Gateway:Addresses:1=http://im2.example.com:8080");

        Assert.Equal("https://im1.example.com", await AllowedAsync(silo, HttpMethod.Get, "api/server", "https://im1.example.com"));
        Assert.Equal("http://im2.example.com:8080", await AllowedAsync(silo, HttpMethod.Get, "api/server", "http://im2.example.com:8080"));
        Assert.Null(await AllowedAsync(silo, HttpMethod.Get, "api/server", "http://im2.example.com"));
        ServerInfo? server = await silo.Http.GetFromJsonAsync<ServerInfo>("api/server", TestContext.Current.CancellationToken);
        Assert.Equal(["https://im1.example.com/chat", "http://im2.example.com:8080"], server!.Addresses);
        using HttpResponseMessage page = await silo.Http.GetAsync("", TestContext.Current.CancellationToken);
        Assert.Contains(
            "connect-src 'self' https://im1.example.com wss://im1.example.com http://im2.example.com:8080 ws://im2.example.com:8080",
            page.Headers.GetValues("Content-Security-Policy").Single(),
            StringComparison.Ordinal);
    }

    private static (string Path, UnixFileMode Mode)[] Modes(string folder) =>
        [.. Directory.GetFiles(folder).Where(static path => !path.Contains("/.write", StringComparison.Ordinal)).Select(static path => (path, File.GetUnixFileMode(path)))];

    private static async Task<string?> AllowedAsync(SiloProcess silo, HttpMethod method, string path, string origin, HttpStatusCode? status = null)
    {
        using HttpRequestMessage request = new(method, path);
        request.Headers.Add("Origin", origin);
        if (method == HttpMethod.Options)
        {
            request.Headers.Add("Access-Control-Request-Method", "POST");
            request.Headers.Add("Access-Control-Request-Headers", "authorization,content-type,x-requested-with,x-signalr-user-agent");
        }

        using HttpResponseMessage answer = await silo.Http.SendAsync(request);
        Assert.True(status is null || status == answer.StatusCode, $"{answer.StatusCode}");
        return answer.Headers.TryGetValues("Access-Control-Allow-Origin", out IEnumerable<string>? allowed) ? Assert.Single(allowed) : null;
    }
}
