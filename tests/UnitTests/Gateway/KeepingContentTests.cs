using System.IO.Compression;
using ImOrleans.Gateway.Page;
using Microsoft.Net.Http.Headers;
using Xunit;

namespace ImOrleans.UnitTests.Gateway;

public sealed class KeepingContentTests
{
    private readonly byte[] plain = new byte[10_000];

    [Theory]
    [InlineData("gzip, br", "br")]
    [InlineData("gzip", "gzip")]
    [InlineData("gzip, br;q=0", "gzip")]
    [InlineData("*", "br")]
    [InlineData("*;q=0, br;q=0.1", "br")]
    [InlineData("zstd", null)]
    [InlineData("br;q=0", null)]
    public void A_client_gets_what_it_accepts(string accepted, string? encoding) => Assert.Equal(encoding, Of("text/css", accepted).Encoding);

    [Fact]
    public void Bytes_are_compressed_once_and_are_what_they_were()
    {
        KeptContent content = new(plain, "text/css");
        IList<StringWithQualityHeaderValue> brotli = StringWithQualityHeaderValue.ParseList(["br"]);
        byte[] first = content.In(brotli).Bytes;

        Assert.Same(first, content.In(brotli).Bytes);
        Assert.True(first.Length < plain.Length / 10);
        using MemoryStream unpacked = new();
        using BrotliStream stream = new(new MemoryStream(first), CompressionMode.Decompress);
        stream.CopyTo(unpacked);
        Assert.Equal(plain, unpacked.ToArray());
    }

    [Fact]
    public void A_picture_that_is_compressed_already_stays_as_it_is() => Assert.Same(plain, Of("image/png", "br").Bytes);

    private (byte[] Bytes, string? Encoding) Of(string type, string accepted) =>
        new KeptContent(plain, type).In(StringWithQualityHeaderValue.ParseList([accepted]));
}
