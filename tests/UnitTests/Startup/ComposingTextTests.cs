using ImOrleans.ServiceDefaults.Text;
using Xunit;

namespace ImOrleans.UnitTests.Startup;

public sealed class ComposingTextTests
{
    [Theory]
    [InlineData("plain", "plain", "plain")]
    [InlineData("é", "é", "e\u0301")]
    [InlineData("e\u0301", "é", "e\u0301")]
    [InlineData("각", "각", "\u1100\u1161\u11A8")]
    [InlineData("\u1100\u1161\u11A8", "각", "\u1100\u1161\u11A8")]
    [InlineData("a\u0301\u0323", "ạ\u0301", "a\u0323\u0301")] // The mark below comes first, wherever it was typed.
    [InlineData("\u212B", "Å", "A\u030A")] // The angstrom sign is the letter.
    [InlineData("\u0958", "\u0915\u093C", "\u0915\u093C")] // Never composed again.
    [InlineData("\U0001D15E", "\U0001D157\U0001D165", "\U0001D157\U0001D165")]
    [InlineData("\u0301a", "\u0301a", "\u0301a")]
    [InlineData("林晓雯 🎉", "林晓雯 🎉", "林晓雯 🎉")]
    [InlineData("\ud800e\u0301", "\ud800é", "\ud800e\u0301")] // Half of a character stays what it is.
    public void Letters_and_marks_are_put_together_and_apart_as_unicode_says(string text, string composed, string decomposed)
    {
        Assert.Equal(composed, CanonicalForm.Compose(text));
        Assert.Equal(decomposed, CanonicalForm.Decompose(text));
        Assert.Equal(composed, CanonicalForm.Compose(decomposed));
    }
}
