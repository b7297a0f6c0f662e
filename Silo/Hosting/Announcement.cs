using ImOrleans.ServiceDefaults.Data;

namespace ImOrleans.Silo.Hosting;

/// <summary>The two things that whoever starts the process wants to know: where to go, and where the data is.</summary>
internal static class Announcement
{
    public static void AnnounceWhenReady(this WebApplication app) => app.Lifetime.ApplicationStarted.Register(() =>
    {
        Console.WriteLine($"ImOrleans is ready: {string.Join(", ", app.Urls)}");
        Console.WriteLine($"Everything is kept in {app.Services.GetRequiredService<DataFolder>().Path}");
    });
}
