using System.Security.Cryptography;
using ImOrleans.Engines;

namespace ImOrleans.Load.Servers;

/// <summary>The silo that was built beside this tool, and its settings.</summary>
internal static class SiloProgram
{
    /// <summary>The runtime that runs this tool.</summary>
    public static string Runtime => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    /// <summary>The release or debug build beside this one.</summary>
    public static string Assembly
    {
        get
        {
            string configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
            return Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "Silo", configuration, "ImOrleans.Silo.dll"));
        }
    }

    /// <summary>A signing key of its own: in Production no secret may be on the command line.</summary>
    public static KeyValuePair<string, string> Secret { get; } = new("Im__Auth__SigningKey", Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));

    /// <summary>Raised limits, and passwords that cost little: neither is measured.</summary>
    public static string[] Limits { get; } =
    [
        "--Im:Accounts:PasswordIterations=1000",
        "--Im:Accounts:MaxWaitingPasswords=1000000",
        "--Im:Accounts:MaxSignIns=1000000",
        "--Im:Limits:RegistrationsPerAddress=1000000",
        "--Im:Limits:SendBurst=1000000",
        "--Im:Limits:SendsPerSecond=1000000",
        "--Im:Limits:UserSendBurst=1000000",
        "--Im:Limits:UserSendsPerSecond=1000000",
        "--Im:Limits:CallBurst=1000000",
        "--Im:Limits:CallsPerSecond=1000000",
        "--Im:Limits:UserCallBurst=1000000",
        "--Im:Limits:UserCallsPerSecond=1000000",
        "--Im:Limits:AddressCallBurst=1000000",
        "--Im:Limits:AddressCallsPerSecond=1000000",
        "--Im:Limits:StrayBurst=1000000",
        "--Im:Limits:StraysPerSecond=1000000",
        "--Im:Limits:UserStrayBurst=1000000",
        "--Im:Limits:UserStraysPerSecond=1000000",
        "--Im:Limits:ByteBurst=2000000000",
        "--Im:Limits:BytesPerSecond=2000000000",
        "--Im:Limits:UserByteBurst=2000000000",
        "--Im:Limits:UserBytesPerSecond=2000000000",
        "--Im:Gateway:MaxUnsentPerUser=1073741824",
        "--Im:Quotas:GroupsPerDay=1000000",
        "--Im:Quotas:Groups=1000000",
        "--Im:Quotas:Conversations=1000000",
        "--Im:Quotas:AdditionsPerDay=1000000",
        "--Im:Quotas:BytesPerDay=1125899906842624",
        "--Im:Connections:PerAddress=1000000",
    ];

    /// <summary>Clients notice a dead server soon.</summary>
    public static string[] ShortSilence { get; } = ["--Im:Gateway:KeepAlive=00:00:02", "--Im:Gateway:ClientTimeout=00:00:08"];

    public static string[] Arguments(Uri url, string dataPath) =>
    [
        $"--urls={url}",
        $"--Im:DataPath={dataPath}",
        $"--Im:Cluster:SiloPort={FreePorts.Take()}",
        $"--Im:Cluster:GatewayPort={FreePorts.Take()}",
        .. Limits,
    ];
}
