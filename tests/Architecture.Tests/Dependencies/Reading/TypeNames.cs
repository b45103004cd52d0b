using System.Reflection;
using System.Reflection.Metadata;

namespace Pdp.Architecture.Tests.Dependencies.Reading;

/// <summary>Names the types an assembly declares and refers to, each by its outermost declaring type.</summary>
internal sealed class TypeNames(MetadataReader metadata)
{
    private readonly string _self = metadata.GetString(metadata.GetAssemblyDefinition().Name);

    /// <summary>Simple name of the assembly being read.</summary>
    public string Assembly => _self;

    /// <summary>The type a definition belongs to.</summary>
    public TypeName Of(TypeDefinitionHandle handle)
    {
        var type = metadata.GetTypeDefinition(handle);
        while (!type.GetDeclaringType().IsNil)
        {
            type = metadata.GetTypeDefinition(type.GetDeclaringType());
        }

        var visible = (type.Attributes & TypeAttributes.VisibilityMask) == TypeAttributes.Public;
        return new TypeName(_self, metadata.GetString(type.Namespace), Plain(metadata.GetString(type.Name)), visible);
    }

    /// <summary>The type a reference points at.</summary>
    public TypeName Of(TypeReferenceHandle handle)
    {
        var type = metadata.GetTypeReference(handle);
        while (type.ResolutionScope.Kind == HandleKind.TypeReference)
        {
            type = metadata.GetTypeReference((TypeReferenceHandle)type.ResolutionScope);
        }

        var assembly = type.ResolutionScope.Kind == HandleKind.AssemblyReference
            ? metadata.GetString(metadata.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope).Name)
            : _self;
        return new TypeName(assembly, metadata.GetString(type.Namespace), Plain(metadata.GetString(type.Name)), Visible: true);
    }

    /// <summary>A name as the source wrote it: <c>&lt;RunAsync&gt;d__5</c> becomes <c>RunAsync</c>, <c>List`1</c> becomes <c>List</c>.</summary>
    public static string Plain(string name)
    {
        if (name.StartsWith('<') && name.IndexOf('>', StringComparison.Ordinal) is var end and > 1)
        {
            return Plain(name[1..end]);
        }

        var arity = name.IndexOf('`', StringComparison.Ordinal);
        return arity < 0 ? name : name[..arity];
    }
}
