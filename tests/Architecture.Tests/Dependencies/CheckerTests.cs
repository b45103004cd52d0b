using Pdp.Architecture.Tests.Dependencies.Reading;

namespace Pdp.Architecture.Tests.Dependencies;

/// <summary>The checker sees every way of using a type: samples that break a table of their own.</summary>
public sealed class CheckerTests
{
    private const string Samples = "Pdp.Architecture.Tests.Dependencies.Samples";

    private static readonly IReadOnlyCollection<TypeUse> Uses =
        AssemblyReader.Read(Path.Combine(AppContext.BaseDirectory, "Pdp.Architecture.Tests.dll"));

    private static readonly Room Hidden = new(Samples + ".Hidden") { May = [Platform.BaseLibrary] };

    [Theory]
    [InlineData("ByBase", "ByBase")]
    [InlineData("ByInterface", "ByInterface")]
    [InlineData("ByConstraint", "ByConstraint")]
    [InlineData("ByAttribute", "ByAttribute")]
    [InlineData("ByAttributeArgument", "Property")]
    [InlineData("ByField", "Held")]
    [InlineData("ByProperty", "Held")]
    [InlineData("ByParameter", "Take")]
    [InlineData("ByParameterAttribute", "Take")]
    [InlineData("ByCall", "Run")]
    [InlineData("ByFieldRead", "Run")]
    [InlineData("ByGenericArgument", "Run")]
    [InlineData("ByGenericMethod", "Run")]
    [InlineData("ByTypeOf", "Run")]
    [InlineData("ByCast", "Run")]
    [InlineData("ByCatch", "Run")]
    [InlineData("ByLambda", "Run")]
    [InlineData("ByLocalFunction", "Run")]
    [InlineData("ByAsync", "RunAsync")]
    [InlineData("ByIterator", "Run")]
    [InlineData("ByNested", "Run")]
    [InlineData("BySwitch", "Run")]
    public void A_use_of_a_type_that_is_not_listed_is_reported_by_type_and_member(string type, string member)
    {
        var violations = Check(new Room(Samples + ".Users") { May = [Platform.BaseLibrary] });

        Assert.Contains(violations, violation => violation.Use.From.Name == type && violation.Use.Member == member);
        Assert.Contains(violations, violation =>
            violation.ToString().StartsWith($"{Samples}.Users.{type}.{member} uses {Samples}.Hidden.", StringComparison.Ordinal));
    }

    [Fact]
    public void Code_that_keeps_to_its_row_is_not_reported()
    {
        var violations = Check(new Room(Samples + ".Users") { May = [Platform.BaseLibrary] });

        Assert.DoesNotContain(violations, violation => violation.Use.From.Name == "Innocent");
        Assert.Empty(Check(new Room(Samples + ".Users") { May = [Platform.BaseLibrary, Samples] }));
    }

    [Fact]
    public void Never_overrules_may()
    {
        var violations = Check(new Room(Samples + ".Users") { May = [Platform.BaseLibrary, Samples], Never = [Samples + ".Hidden"] });

        Assert.Contains(violations, violation => violation.Use.From.Name == "ByCall");
    }

    [Fact]
    public void A_member_can_be_forbidden_by_name()
    {
        var clock = Part.Member("System.Environment.get_TickCount64");
        var violations = Check(new Room(Samples + ".Users") { May = [Platform.BaseLibrary, Samples], Never = [clock] });

        Assert.Equal(["ByClock"], violations.Select(violation => violation.Use.From.Name));
    }

    [Fact]
    public void The_face_of_a_neighbour_does_not_show_its_internals()
    {
        var violations = Check(new Room(Samples + ".Users") { May = [Platform.BaseLibrary, Part.Face(Samples + ".Hidden")] });

        Assert.Equal(["ByInternals"], violations.Select(violation => violation.Use.From.Name).Distinct());
    }

    [Theory]
    [InlineData("System.IO", "File", "ReadAllText", true)]
    [InlineData("System.IO", "MemoryStream", ".ctor", false)]
    [InlineData("System.IO.Compression", "BrotliEncoder", "TryCompress", false)]
    [InlineData("System.IO.Compression", "BrotliStream", ".ctor", true)]
    [InlineData("System.Net.Sockets", "Socket", ".ctor", true)]
    [InlineData("System.Net", "IPAddress", "Parse", false)]
    [InlineData("System", "TimeProvider", "get_System", true)]
    [InlineData("System", "DateTimeOffset", "get_UtcNow", true)]
    [InlineData("System", "DateTimeOffset", "AddSeconds", false)]
    public void Input_and_output_is_told_from_plain_values(string ns, string type, string member, bool expected)
    {
        var use = new TypeUse(
            "Pdp.Core", new TypeName("Pdp.Core", "Pdp.Core.Plan", "Planner", true), "Plan",
            new TypeName("System.Runtime", ns, type, true), member);

        Assert.Equal(expected, Platform.InputOutput.Contains(use));
    }

    [Fact]
    public void A_namespace_without_a_row_is_reported()
    {
        var homeless = new TableChecker([Hidden]).Homeless(Uses);

        Assert.Contains(Samples + ".Users.ByCall", homeless);
        Assert.DoesNotContain(homeless, name => name.StartsWith(Samples + ".Hidden", StringComparison.Ordinal));
    }

    private static IReadOnlyList<Violation> Check(Room room) => [.. new TableChecker([room, Hidden]).Check(Uses)];
}
