using ImOrleans.Gateway.Hosting;
using Xunit;

namespace ImOrleans.UnitTests.Gateway;

public sealed class CountingConnectionsTests
{
    [Theory]
    [InlineData("Max open files            1024                 524288               files     ", 1024)]
    [InlineData("Max open files            unlimited            unlimited            files     ", null)]
    [InlineData("Max processes             63000                63000                processes ", null)]
    public void The_system_says_how_many_files_there_can_be(string line, int? limit) =>
        Assert.Equal(limit, DescriptorLimit.Parse(["Limit                     Soft Limit           Hard Limit           Units     ", line]));

    [Fact]
    public void An_address_is_counted_until_it_has_left_as_often_as_it_came()
    {
        AddressCounts counts = new(2);
        Assert.Equal([true, true, false], Enumerable.Range(0, 3).Select(_ => counts.TryEnter("a")));
        Assert.True(counts.TryEnter("b"));
        counts.Leave("a");
        Assert.Equal([true, false], Enumerable.Range(0, 2).Select(_ => counts.TryEnter("a")));
    }
}
