using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace Pdp.Architecture.Tests.Dependencies.Reading;

/// <summary>Collects every type a signature or an attribute's arguments mention.</summary>
internal sealed class SignatureTypes(TypeNames names, Action<TypeName> found)
    : ISignatureTypeProvider<TypeName?, object?>, ICustomAttributeTypeProvider<TypeName?>
{
    private static readonly TypeName SystemType = new("System.Runtime", "System", "Type", Visible: true);

    public TypeName? GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => Found(names.Of(handle));

    public TypeName? GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => Found(names.Of(handle));

    public TypeName? GetTypeFromSpecification(
        MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
        reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

    /// <summary>An attribute's <c>typeof</c> argument arrives as text: <c>Namespace.Type, Assembly, …</c>; no assembly means this one.</summary>
    public TypeName? GetTypeFromSerializedName(string name)
    {
        var parts = name.Split(',', 3, StringSplitOptions.TrimEntries);
        var outermost = parts[0].Split('+')[0];
        var dot = outermost.LastIndexOf('.');
        return Found(new TypeName(
            parts.Length > 1 ? parts[1] : names.Assembly,
            dot < 0 ? "" : outermost[..dot],
            TypeNames.Plain(outermost[(dot + 1)..]),
            Visible: true));
    }

    public PrimitiveTypeCode GetUnderlyingEnumType(TypeName? type) => PrimitiveTypeCode.Int32;

    public TypeName? GetSystemType() => SystemType;

    public bool IsSystemType(TypeName? type) => type?.FullName == "System.Type";

    public TypeName? GetFunctionPointerType(MethodSignature<TypeName?> signature) => null;

    public TypeName? GetPrimitiveType(PrimitiveTypeCode typeCode) => null;

    public TypeName? GetArrayType(TypeName? elementType, ArrayShape shape) => elementType;

    public TypeName? GetByReferenceType(TypeName? elementType) => elementType;

    public TypeName? GetGenericInstantiation(TypeName? genericType, ImmutableArray<TypeName?> typeArguments) => genericType;

    public TypeName? GetGenericMethodParameter(object? genericContext, int index) => null;

    public TypeName? GetGenericTypeParameter(object? genericContext, int index) => null;

    public TypeName? GetModifiedType(TypeName? modifier, TypeName? unmodifiedType, bool isRequired) => unmodifiedType;

    public TypeName? GetPinnedType(TypeName? elementType) => elementType;

    public TypeName? GetPointerType(TypeName? elementType) => elementType;

    public TypeName? GetSZArrayType(TypeName? elementType) => elementType;

    private TypeName Found(TypeName type)
    {
        found(type);
        return type;
    }
}
