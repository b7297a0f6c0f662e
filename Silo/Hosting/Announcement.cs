using ImOrleans.ServiceDefaults.Data;

namespace ImOrleans.Silo.Hosting;

/// <summary>Tells the operator who starts the process where to go, and where the data is.</summary>
internal static class Announcement
{
    /// <param name="what">The role, as the subject of a sentence.</param>
    public static void AnnounceWhenReady(this WebApplication app, string what) => app.Lifetime.ApplicationStarted.Register(() =>
    {
        Console.WriteLine($"{what} is ready: {string.Join(", ", app.Urls)}");
        Console.WriteLine($"Everything is kept in {app.Services.GetRequiredService<DataFolder>().Path}");
    });
}
