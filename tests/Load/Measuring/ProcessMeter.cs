using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace ImOrleans.Load.Measuring;

/// <summary>The resources that a process has used since it started.</summary>
/// <param name="Cpu">User and kernel time, as in <c>/proc/{pid}/stat</c>.</param>
/// <param name="Memory">Resident bytes now.</param>
internal readonly record struct Usage(TimeSpan Cpu, long Memory, long Allocated, TimeSpan GcPause)
{
    public static Usage operator +(Usage one, Usage other) =>
        new(one.Cpu + other.Cpu, one.Memory + other.Memory, one.Allocated + other.Allocated, one.GcPause + other.GcPause);

    public static Usage operator -(Usage after, Usage before) =>
        new(after.Cpu - before.Cpu, after.Memory, after.Allocated - before.Allocated, after.GcPause - before.GcPause);
}

/// <summary>Reads what a process uses; its own part from <see cref="StartupHook"/>.</summary>
internal sealed class ProcessMeter(Process process, string socketPath) : IMeter
{
    public Usage Read()
    {
        process.Refresh();
        (long allocated, TimeSpan pause) = Ask();
        return new Usage(process.TotalProcessorTime, process.WorkingSet64, allocated, pause);
    }

    private (long Allocated, TimeSpan Pause) Ask()
    {
        using Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(socketPath));
        byte[] answer = new byte[128];
        string[] numbers = Encoding.ASCII.GetString(answer, 0, socket.Receive(answer)).Split(' ');
        return (long.Parse(numbers[0], CultureInfo.InvariantCulture), new TimeSpan(long.Parse(numbers[1], CultureInfo.InvariantCulture)));
    }
}
