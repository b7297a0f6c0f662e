using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ImOrleans.Push.Sending;

/// <summary>The id of what a device shows, for providers that number it.</summary>
internal static class CollapseNumber
{
    /// <summary>
    /// The same for the same collapse id, 0 to 2^31 - 1. Two conversations of a user share one with a chance of 1 to 2^31.
    /// </summary>
    public static int Of(string collapseId) =>
        (int)(BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(collapseId))) & int.MaxValue);
}
