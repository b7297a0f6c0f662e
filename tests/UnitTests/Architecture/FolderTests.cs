using Xunit;

namespace ImOrleans.UnitTests.Architecture;

/// <summary>Folders inside a project form no circle: who changes one of them has to know those below it only.</summary>
public sealed class FolderTests
{
    public static TheoryData<string> Projects => [.. Repository.Files("*.csproj")
        .Where(file => !file.StartsWith("tests/", StringComparison.Ordinal))
        .Select(file => file[..file.LastIndexOf('/')])
        .Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Projects))]
    public void Folders_inside_a_project_form_no_circle(string project) => Assert.Empty(string.Join(Environment.NewLine, Read(project).Circles));

    [Theory, MemberData(nameof(Projects))]
    public void No_folder_uses_what_the_files_at_the_root_declare(string project) =>
        Assert.Empty(string.Join(Environment.NewLine, Read(project).UsesOfRoot));

    [Fact]
    public void A_circle_over_three_folders_is_found_with_the_files_that_close_it()
    {
        Folders folders = new(
        [
            SourceFile.Read("A/One.cs", "using P.B;\nnamespace P.A;\n\npublic sealed class One(Two two);\n"),
            SourceFile.Read("B/Two.cs", "using P.C.Deep;\nnamespace P.B;\n\npublic sealed class Two\n{\n    string Say() => $\"{Three.Word}\";\n}\n"),
            SourceFile.Read("C/Deep/Three.cs", "using P.A;\nnamespace P.C.Deep;\n\npublic static class Three\n{\n    const string Word = \"\";\n\n    One? one;\n}\n"),
            SourceFile.Read("C/Four.cs", "using P.A;\nnamespace P.C;\n\npublic sealed class Four(One one);\n"),
            SourceFile.Read("Root.cs", "using P.A;\nusing P.B;\nnamespace P;\n\npublic sealed class Root(One one, Two two);\n"),
        ]);
        string circle = Assert.Single(folders.Circles);
        Assert.StartsWith("A <-> B <-> C/Deep", circle, StringComparison.Ordinal);
        Assert.Contains("C/Deep -> A: C/Deep/Three.cs: One of A/One.cs", circle, StringComparison.Ordinal);
        Assert.Empty(folders.UsesOfRoot);
    }

    [Fact]
    public void Comments_texts_members_and_types_of_the_same_name_elsewhere_make_no_circle()
    {
        Folders folders = new(
        [
            SourceFile.Read("A/One.cs", "using P.B;\nnamespace P.A;\n\npublic sealed class One(Two two);\n\npublic sealed class Same;\n"),
            SourceFile.Read("B/Two.cs", """
                using P.Elsewhere;
                namespace P.B;

                /// <summary>See <see cref="One"/>.</summary>
                public sealed class Two
                {
                    // One
                    private readonly string text = "One" + @"One ""One" + $"One" + '"';
                    /* One */
                    private Same? same;
                    public object One(Two two) => two.One(two);
                }
                """),
            SourceFile.Read("C/Same.cs", "namespace P.Elsewhere;\n\npublic sealed class Same;\n"),
        ]);
        Assert.Empty(folders.Circles);
    }

    [Fact]
    public void A_folders_use_of_the_root_is_found_and_so_is_a_method_behind_a_dot()
    {
        Folders folders = new(
        [
            SourceFile.Read("Root.cs", "namespace P;\n\npublic static class Root\n{\n    public static int Twice(this int n) => 2 * n;\n}\n"),
            SourceFile.Read("A/One.cs", "namespace P.A;\n\npublic sealed class One\n{\n    int Four => 2.Twice();\n}\n"),
        ]);
        Assert.Equal(["A/One.cs: .Twice of Root.cs"], folders.UsesOfRoot);
    }

    private static Folders Read(string project) => new(Repository.Files("*.cs")
        .Where(file => file.StartsWith($"{project}/", StringComparison.Ordinal))
        .Select(file => SourceFile.Read(file[(project.Length + 1)..], File.ReadAllText(Path.Combine(Repository.Root, file)))));
}
