using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using ImOrleans.Engines;
using ImOrleans.Protocol.Accounts;
using ImOrleans.Protocol.Messages;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ImOrleans.EndToEndTests.Starting;

/// <summary>With a certificate the server speaks HTTP/2: the files of a page, calls and the hub share one connection.</summary>
public sealed class ServingOverTlsTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("imorleans-tls-");

    [Fact]
    public async Task Page_calls_and_hub_go_over_http_2()
    {
        string path = Path.Combine(folder.FullName, "server.pfx");
        string secret = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        using X509Certificate2 certificate = MakeCertificate();
        await File.WriteAllBytesAsync(path, certificate.Export(X509ContentType.Pfx, secret));
        Uri address = new($"https://127.0.0.1:{FreePorts.Take()}");
        await using SiloProcess silo = SiloProcess.Prepare($"--Kestrel:Certificates:Default:Path={path}");
        silo.Variables["Kestrel__Certificates__Default__Password"] = secret;
        // The server opens them in this order, and answers on the first one before it opens the second.
        string urls = string.Join(';', new[] { address, silo.Address }.Select(uri => uri.GetLeftPart(UriPartial.Authority)));
        await silo.StartAgainAsync("--urls", urls);

        using SocketsHttpHandler handler = new()
        {
            SslOptions = { RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString() == certificate.Thumbprint },
        };
        using HttpClient http = new(handler, disposeHandler: false)
        {
            BaseAddress = address,
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using HttpResponseMessage page = await http.GetAsync("/");
        Assert.Equal((HttpVersion.Version20, HttpStatusCode.OK), (page.Version, page.StatusCode));

        Person anna = await Person.RegisterAsync(silo, "Anna");
        SessionReply session = await new Api(http).PostAsync<SessionReply>(
            "api/sessions",
            new SignInRequest { Username = anna.Username, Password = Person.Password, Device = new() { Platform = "linux" } });
        await using HubConnection hub = new HubConnectionBuilder()
            .WithUrl(new Uri(address, "hubs/chat"), options =>
            {
                options.Transports = HttpTransportType.WebSockets;
                options.SkipNegotiation = true;
                options.WebSocketFactory = async (context, cancellation) =>
                    await OpenAsync(context.Uri, handler, session.AccessToken, cancellation);
            })
            .AddJsonProtocol(options => options.PayloadSerializerOptions = new JsonSerializerOptions(Api.Json))
            .Build();
        await hub.StartAsync().WaitAsync(Patience);
        string conversation = await new Device(silo, session).OpenDirectAsync(anna.UserId);
        SendReceipt[] receipts = await hub.InvokeAsync<SendReceipt[]>("Send", conversation, Drafts.Numbered(1)).WaitAsync(Patience);
        Assert.Equal(1, Assert.Single(receipts).Seq);
    }

    public void Dispose() => folder.Delete(recursive: true);

    private static async Task<ClientWebSocket> OpenAsync(Uri uri, SocketsHttpHandler handler, string token, CancellationToken cancellation)
    {
        ClientWebSocket socket = new();
        socket.Options.HttpVersion = HttpVersion.Version20;
        socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
        using HttpMessageInvoker invoker = new(handler, disposeHandler: false);
        await socket.ConnectAsync(uri, invoker, cancellation);
        return socket;
    }

    private static X509Certificate2 MakeCertificate()
    {
        using RSA key = RSA.Create(2048);
        CertificateRequest request = new("CN=ImOrleans", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        SubjectAlternativeNameBuilder names = new();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }
}
