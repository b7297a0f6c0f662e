namespace ImOrleans.Load.Checking;

/// <summary>One seed, and from it a row of numbers for each part of the run: what one part draws does not depend on how fast another one is.</summary>
internal static class Dice
{
    public static Random For(int seed, string part, int number = 0)
    {
        uint mixed = 2_166_136_261;
        foreach (char send in $"{seed} {part} {number}")
        {
            mixed = (mixed ^ send) * 16_777_619;
        }

        return new Random((int)mixed);
    }

    public static bool Falls(this Random random, double chance) => random.NextDouble() < chance;

    public static T Pick<T>(this Random random, IReadOnlyList<T> from) => from[random.Next(from.Count)];
}
