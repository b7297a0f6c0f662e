using Orleans.Storage;

namespace ImOrleans.Silo.Storage.Sqlite;

internal sealed class SqliteGrainStorageOptions : IStorageProviderSerializerOptions
{
    /// <summary>
    /// Orleans' binary format unless configured otherwise: it stores members by [Id] and types by alias, so both may be renamed, and
    /// it is a fraction of the size of Orleans' default, JSON with the names of types.
    /// </summary>
    public IGrainStorageSerializer GrainStorageSerializer { get; set; } = default!;
}
