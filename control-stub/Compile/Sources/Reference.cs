using Pdp.ControlStub.Documents;

namespace Pdp.ControlStub.Compile.Sources;

/// <summary>Reads a reference to another document: its name alone, as older versions have it, or <c>{kind, name}</c>.</summary>
internal static class Reference
{
    /// <summary>The name; empty, with an error told, when it is missing.</summary>
    public static string Name(DocumentFields owner, string field)
    {
        if (!owner.IsObject(field))
            return owner.RequiredText(field);
        var section = owner.Section(field)!;
        section.Text("kind");
        var name = section.RequiredText("name");
        section.Close();
        return name;
    }
}
