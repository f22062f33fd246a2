"""The names of elements and attributes that are known to be harmless, and of those that nobody misses.

WordprocessingML, what it holds of drawings (DrawingML and the older VML), formulas, and text effects of Word 2010. The
names are those of ECMA-376; what is not named here does not get into a public file.
"""

from __future__ import annotations

import re
from functools import lru_cache

from lxml.etree import _Element

from generator.base import late
from generator.word.xml import R_NAMESPACE, W_NAMESPACE, XML, A, R, W

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
V = "{urn:schemas-microsoft-com:vml}"
_OFFICE = "urn:schemas-microsoft-com:office:office"
_WORD_2000 = "urn:schemas-microsoft-com:office:word"
_WORD_2010 = "http://schemas.microsoft.com/office/word/2010/"
_EFFECTS = f"{_WORD_2010}wordml"
_MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/"
_SHAPES = frozenset((
    f"{_DRAWING}main", f"{_DRAWING}picture", f"{_DRAWING}wordprocessingDrawing",
    *(f"{_WORD_2010}wordprocessing{word}" for word in ("Shape", "Group", "Canvas", "Drawing")),
))  # fmt: skip


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_W_ELEMENTS = _words("""
    document body hdr ftr footnotes footnote endnotes endnote p r t tab br cr sym noBreakHyphen softHyphen ptab pgNum
    separator continuationSeparator footnoteRef endnoteRef footnoteReference endnoteReference ruby rubyPr rubyAlign hps
    hpsRaise hpsBaseText lid rt rubyBase bdo dir drawing pict txbxContent fldSimple fldChar instrText proofErr
    tbl tblPr tblGrid gridCol tr tc trPr tcPr tblPrEx tblStylePr
    pPr pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr ilvl numId suppressLineNumbers pBdr top
    left bottom right start end between bar shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct
    autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap
    jc textDirection textAlignment textboxTightWrap outlineLvl cnfStyle
    rPr rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof vanish webHidden
    color w kern position sz szCs highlight u effect bdr fitText vertAlign rtl cs em lang eastAsianLayout specVanish
    oMath tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW tblCellSpacing tblInd
    tblBorders
    insideH insideV tl2br tr2bl tblLayout tblCellMar tblLook tblCaption tblDescription
    gridBefore gridAfter wBefore wAfter cantSplit trHeight tblHeader hidden
    tcW gridSpan hMerge vMerge tcBorders noWrap tcMar tcFitText vAlign hideMark
    styles docDefaults rPrDefault pPrDefault latentStyles lsdException style name aliases basedOn next link autoRedefine
    uiPriority semiHidden unhideWhenUsed qFormat locked personal personalCompose personalReply
    numbering abstractNum nsid multiLevelType tmpl styleLink numStyleLink lvl start numFmt lvlRestart isLgl suff lvlText
    legacy lvlJc num abstractNumId lvlOverride startOverride
    fonts font altName panose1 charset family notTrueType pitch sig
    settings zoom mirrorMargins alignBordersAndEdges bordersDoNotSurroundHeader bordersDoNotSurroundFooter gutterAtTop
    defaultTabStop autoHyphenation consecutiveHyphenLimit hyphenationZone doNotHyphenateCaps clickAndTypeStyle
    defaultTableStyle evenAndOddHeaders drawingGridHorizontalSpacing drawingGridVerticalSpacing
    displayHorizontalDrawingGridEvery displayVerticalDrawingGridEvery doNotUseMarginsForDrawingGridOrigin
    drawingGridHorizontalOrigin drawingGridVerticalOrigin noPunctuationKerning characterSpacingControl
    strictFirstAndLastChars noLineBreaksAfter noLineBreaksBefore footnotePr endnotePr pos numStart numRestart
    themeFontLang clrSchemeMapping decimalSymbol listSeparator
    compat compatSetting useSingleBorderforContiguousCells wpJustification noTabHangInd noLeading spaceForUL
    noColumnBalance balanceSingleByteDoubleByteWidth noExtraLineSpacing doNotLeaveBackslashAlone ulTrailSpace
    doNotExpandShiftReturn spacingInWholePoints lineWrapLikeWord6 printBodyTextBeforeHeader printColBlack wpSpaceWidth
    showBreaksInFrames subFontBySize suppressBottomSpacing suppressTopSpacing suppressSpacingAtTopOfPage
    suppressTopSpacingWP suppressSpBfAfterPgBrk swapBordersFacingPages convMailMergeEsc truncateFontHeightsLikeWP6
    mwSmallCaps usePrinterMetrics doNotSuppressParagraphBorders wrapTrailSpaces footnoteLayoutLikeWW8
    shapeLayoutLikeWW8 alignTablesRowByRow forgetLastTabAlignment adjustLineHeightInTable autoSpaceLikeWord95
    noSpaceRaiseLower doNotUseHTMLParagraphAutoSpacing layoutRawTableWidth layoutTableRowsApart
    useWord97LineBreakRules doNotBreakWrappedTables doNotSnapToGridInCell selectFldWithFirstOrLastChar
    applyBreakingRules doNotWrapTextWithPunct doNotUseEastAsianBreakRules useWord2002TableStyleRules growAutofit
    useFELayout useNormalStyleForList doNotUseIndentAsNumberingTabStop useAltKinsokuLineBreakRules
    allowSpaceOfSameStyleInTable doNotSuppressIndentation doNotAutofitConstrainedTables autofitToFirstFixedWidthCell
    underlineTabInNumList displayHangulFixedWidth splitPgBreakAndParaMark doNotVertAlignCellWithSp
    doNotBreakConstrainedForcedTable doNotVertAlignInTxbx useAnsiKerningPairs cachedColBalance
    """)
_W_UNWRAPPED = _words("hyperlink ins moveTo sdt sdtContent smartTag customXml")
_W_UNMISSED = _words("""
    del moveFrom delText delInstrText rPrChange pPrChange sectPrChange tblPrChange tblPrExChange trPrChange tcPrChange
    tblGridChange numberingChange cellIns cellDel cellMerge rsid rsids divId
    moveFromRangeStart moveFromRangeEnd moveToRangeStart moveToRangeEnd customXmlInsRangeStart customXmlInsRangeEnd
    customXmlDelRangeStart customXmlDelRangeEnd customXmlMoveFromRangeStart customXmlMoveFromRangeEnd
    customXmlMoveToRangeStart customXmlMoveToRangeEnd commentRangeStart commentRangeEnd commentReference annotationRef
    bookmarkStart bookmarkEnd sectPr permStart permEnd lastRenderedPageBreak sdtPr sdtEndPr smartTagPr customXmlPr
    ffData fldData embedRegular embedBold embedItalic embedBoldItalic lvlPicBulletId numPicBullet
    """)
_VML_ELEMENTS = _words("""
    shapetype shape rect roundrect line polyline curve arc oval group fill stroke shadow textbox textpath imagedata path
    formulas f handles h
    """)
_VML_ATTRIBUTES = _words("""
    id style type class alt title coordsize coordorigin wrapcoords print spid oned regroupid allowincell allowoverlap
    userdrawn insetmode hr hrstd hrnoshade hrpct hralign bullet connectortype bwmode preferrelative cliptowrap clip spt
    opacity stroked strokecolor strokeweight strokeok insetpen chromakey filled fillcolor fillok adj path from to points
    control1 control2 startangle endangle arcsize editas tableproperties tablelimits limo textboxrect gradientshapeok
    connecttype connectlocs connectangles extrusionok shadowok textpathok arrowok inset singleclick position polar map
    invx invy switch xrange yrange radiusrange eqn v ext shapetype grouping on color color2 size origin aspect colors
    angle alignshape focus focussize focusposition method detectmouseclick opacity2 recolor rotate weight linestyle
    miterlimit joinstyle endcap dashstyle filltype imagealignshape imagesize imageaspect startarrow startarrowwidth
    startarrowlength endarrow endarrowwidth endarrowlength obscured offset offset2 matrix fitshape fitpath trim xscale
    string cropleft croptop cropright cropbottom gain blacklevel gamma grayscale bilevel embosscolor aspectratio
    verticies text rotation ungrouping selection edit adjusthandles anchorx anchory side
    """)
_OFFICE_ELEMENTS = _words("lock extrusion callout skew")
_EFFECT_ELEMENTS = _words("""
    glow shadow reflection textOutline textFill scene3d props3d ligatures numForm numSpacing stylisticSets styleSet
    cntxtAlts srgbClr schemeClr tint shade alpha hueMod sat satOff satMod lum lumOff lumMod noFill solidFill gradFill
    gsLst gs lin path fillToRect prstDash round bevel miter camera lightRig rot bevelT bevelB extrusionClr contourClr
    """)
_PRIVATE = _words("author date initials userId dirty paraId textId anchorId editId")

_SHAPES_UNMISSED = _words("""
    extLst hlinkClick hlinkHover hlinkMouseOver snd audioCd wavAudioFile audioFile videoFile quickTimeFile
    """)
_LISTED = {
    W_NAMESPACE: _W_ELEMENTS,
    V.strip("{}"): _VML_ELEMENTS,
    _OFFICE: _OFFICE_ELEMENTS,
    _EFFECTS: _EFFECT_ELEMENTS,
    MC.strip("{}"): _words("AlternateContent Choice Fallback"),
}
_ACTIVE_STYLE = late.compile(r"url\s*\(|expression|behavior|://|\\\\", re.IGNORECASE)

# The attributes that lead from an element to a picture.
PICTURES = {f"{A}blip": f"{R}embed", f"{V}imagedata": f"{R}id", f"{V}fill": f"{R}id"}


@lru_cache(maxsize=4096)
def split(name: str) -> tuple[str, str]:
    """The namespace and the local name of an element or attribute."""
    namespace, _, local = name.removeprefix("{").rpartition("}")
    return namespace, local


def is_known(element: _Element) -> bool:
    """Tell whether an element may stay."""
    namespace, name = split(str(element.tag))
    if namespace in _LISTED:
        return name in _LISTED[namespace]
    return namespace in (_WORD_2000, _MATH, *_SHAPES) and name != "contentPart"


def is_unwrapped(element: _Element) -> bool:
    """Tell whether an element gives way to its content."""
    namespace, name = split(str(element.tag))
    return namespace == W_NAMESPACE and name in _W_UNWRAPPED


def is_unmissed(element: _Element) -> bool:
    """Tell whether an element may go in silence: with its content, if it has any."""
    namespace, name = split(str(element.tag))
    if namespace == W_NAMESPACE:
        return name in _W_UNMISSED or (name == "tr" and element.find(f"{W}trPr/{W}del") is not None)
    return namespace in _SHAPES and name in _SHAPES_UNMISSED


def may_stay(element: _Element, key: str, value: str) -> bool:
    """Tell whether an attribute is harmless; those that lead to pictures are not judged here."""
    namespace, name = split(key)
    own, _ = split(str(element.tag))
    if name in _PRIVATE or name.startswith("rsid") or namespace == R_NAMESPACE:
        return False
    if key in (f"{XML}space", f"{MC}Ignorable"):
        return True
    if own in (V.strip("{}"), _OFFICE, _WORD_2000):
        known = namespace in ("", V.strip("{}"), _OFFICE) and name in _VML_ATTRIBUTES
        return known and not _ACTIVE_STYLE.search(value)
    return namespace == W_NAMESPACE if own == W_NAMESPACE else namespace in ("", _EFFECTS, _MATH, *_SHAPES)
