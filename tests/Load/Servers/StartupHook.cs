using System.Globalization;
using System.Net.Sockets;
using System.Text;

/// <summary>
/// Runs inside of both servers, before their own code: the only way to ask a process that knows nothing of this tool how much it has
/// allocated. It costs nothing until it is asked. The runtime wants this name, in no namespace (<c>DOTNET_STARTUP_HOOKS</c>).
/// </summary>
#pragma warning disable CA1050 // Declared in no namespace, as the runtime wants it.
internal static class StartupHook
#pragma warning restore CA1050
{
    /// <summary>Names the socket on which the answers are given.</summary>
    public const string SocketVariable = "IM_LOAD_METER";

    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(SocketVariable) is { } path)
        {
            new Thread(() => Answer(path)) { IsBackground = true, Name = "meter" }.Start();
        }
    }

    private static void Answer(string path)
    {
        using Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        File.Delete(path); // Of a process that was here before.
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        while (true)
        {
            using Socket asking = listener.Accept();
            string answer = string.Create(
                CultureInfo.InvariantCulture, $"{GC.GetTotalAllocatedBytes()} {GC.GetTotalPauseDuration().Ticks}");
            asking.Send(Encoding.ASCII.GetBytes(answer));
        }
    }
}
