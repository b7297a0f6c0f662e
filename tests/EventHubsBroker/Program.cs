using System.Globalization;
using System.Runtime.InteropServices;
using ImOrleans.Engines.EventHubs;

// The broker of the tests as a process: EventHubsBroker PORT FOLDER. Its key is in IM_EVENTHUBS_KEY. It runs until it is asked to stop.
if (args is not [{ } port, { } folder] || Environment.GetEnvironmentVariable("IM_EVENTHUBS_KEY") is not { Length: > 0 } key)
{
    await Console.Error.WriteLineAsync("Usage: IM_EVENTHUBS_KEY=... EventHubsBroker PORT FOLDER");
    return 1;
}

EventHubsSettings settings = new() { Port = int.Parse(port, CultureInfo.InvariantCulture), Folder = folder, Key = key };
TaskCompletionSource stop = new(TaskCreationOptions.RunContinuationsAsynchronously);
using PosixSignalRegistration term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
await using EventHubsBroker broker = EventHubsBroker.Start(settings);
Console.WriteLine($"The hub {settings.Hub} is on port {broker.Port}.");
await stop.Task;
return 0;

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.TrySetResult();
}
