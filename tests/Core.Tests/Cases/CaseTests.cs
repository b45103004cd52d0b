namespace Pdp.Core.Tests.Cases;

/// <summary>A new case is a new folder. After a change that is meant, <c>-explicit only -method "*Write_what*"</c> writes the goldens anew.</summary>
public sealed class CaseTests
{
    public static TheoryData<string> All => [.. CaseFolder.Names];

    [Theory]
    [MemberData(nameof(All))]
    public void A_case_becomes_what_its_folder_says(string name)
    {
        var folder = CaseFolder.Built(name);
        foreach (var (file, actual) in folder.Actual())
            Assert.Equal(folder.Read(file), actual);
    }

    [Fact]
    public void There_are_enough_cases() => Assert.True(CaseFolder.Names.Count() >= 60);

    [Fact(Explicit = true)]
    public void Write_what_the_product_does_into_every_case()
    {
        foreach (var name in CaseFolder.Names)
        {
            var folder = CaseFolder.Source(name);
            foreach (var (file, actual) in folder.Actual())
                folder.Write(file, actual);
        }
    }
}
