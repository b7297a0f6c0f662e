using ImOrleans.Grains.Conversations.Log;
using ImOrleans.ServiceDefaults.Startup;

namespace ImOrleans.Silo.Storage;

/// <summary>
/// Whether the stores of a server belong together. Each holds the id of the history that it is a part of. Cursors and tokens carry it too,
/// so that a server that was restored from copies does not mistake them for its own.
/// </summary>
internal static class Lineage
{
    public const string Fact = "lineage";

    /// <summary>The lineage of a store that is older than lineages, and of cursors and tokens that name none.</summary>
    public const string BeforeLineages = IMessageLog.FirstLineage;

    /// <summary>Gives new stores a lineage, the message log first.</summary>
    /// <param name="log">Its lineage leads: a start that was cut off before the others had one is finished.</param>
    /// <param name="logIsEmpty">Whether it holds no conversation yet.</param>
    /// <exception cref="StartupException">The stores are not of one history.</exception>
    /// <returns>The lineage of all of them.</returns>
    public static async Task<string> EnsureAsync(IStoreFacts log, Func<Task<bool>> logIsEmpty, params IStoreFacts[] others)
    {
        string? leading = await log.ReadAsync(Fact);
        foreach (IStoreFacts other in others)
        {
            string? lineage = await other.ReadAsync(Fact);

            // Another silo that starts at the same time can have named it between the two reads.
            leading ??= lineage is null ? null : await log.ReadAsync(Fact);
            bool isNew = lineage is null && (leading is null || await logIsEmpty());
            if (lineage != leading && !isNew)
            {
                throw Refuse(log, leading, other, lineage);
            }
        }

        string result = leading ?? await log.InitializeAsync(Fact, New());
        foreach (IStoreFacts other in others)
        {
            if (await other.InitializeAsync(Fact, result) is var lineage && lineage != result)
            {
                throw Refuse(log, result, other, lineage);
            }
        }

        return result;
    }

    /// <summary>
    /// The stores go on as another history: every client starts again, and every device signs in again only where its token is unknown.
    /// </summary>
    public static async Task<string> RenewAsync(params IStoreFacts[] stores)
    {
        string renewed = New();
        foreach (IStoreFacts store in stores)
        {
            await store.WriteAsync(Fact, renewed);
        }

        return renewed;
    }

    private static StartupException Refuse(IStoreFacts log, string? leading, IStoreFacts other, string? lineage) => new(
        $"The {log.Name} has lineage {leading ?? "none"}, but the {other.Name} has lineage {lineage ?? "none"}: " +
        "they are not of one backup. Restore both from the same one, or run 'Silo -- lineage renew' if they belong together.");

    private static string New() => Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(6));
}
