using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Pdp.Architecture.Tests.Dependencies.Reading;

/// <summary>Reads every type use out of a compiled assembly: declarations, signatures, attributes and method bodies.</summary>
internal static class AssemblyReader
{
    /// <summary>All uses, each once.</summary>
    public static IReadOnlyCollection<TypeUse> Read(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        var metadata = file.GetMetadataReader();
        var names = new TypeNames(metadata);
        var uses = new HashSet<TypeUse>();
        foreach (var handle in metadata.TypeDefinitions)
        {
            new TypeReader(file, metadata, names, handle, uses).Read();
        }

        return uses;
    }
}
