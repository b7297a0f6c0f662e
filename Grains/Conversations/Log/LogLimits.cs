namespace ImOrleans.Grains.Conversations.Log;

/// <summary>The bounds of one append of a store. The append queue splits what it stores by these numbers.</summary>
/// <param name="Operations">Entries and amendments together. At least 200: a send of 100 entries and their amendments fit.</param>
/// <param name="Bytes">Bodies and overlays together, in bytes. At least 2 MiB: the largest send fits, however its characters are escaped.</param>
public sealed record LogLimits(int Operations, long Bytes);
