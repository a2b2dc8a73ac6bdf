; The Windows set-up: for one user, without an administrator. VERSION, TREE, OUT and ICON come from the command line.
Unicode true
Target amd64-unicode
SetCompressor /SOLID lzma
SetCompressorDictSize 32
Name "Glossator"
OutFile "${OUT}"
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\Glossator"
Icon "${ICON}"
UninstallIcon "${ICON}"
ShowInstDetails nevershow
ShowUninstDetails nevershow
VIProductVersion "${VERSION}.0"
VIAddVersionKey ProductName "Glossator"
VIAddVersionKey FileDescription "Glossator set-up"
VIAddVersionKey FileVersion "${VERSION}"
VIAddVersionKey LegalCopyright "The Glossator authors; see the papers inside"

!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\Glossator"

Page directory
Page instfiles
UninstPage uninstConfirm
UninstPage instfiles

Section
  SetOutPath "$INSTDIR"
  ; what an earlier version left would be found by Python beside the new files
  RMDir /r "$INSTDIR\app"
  RMDir /r "$INSTDIR\Lib"
  RMDir /r "$INSTDIR\DLLs"
  File /r "${TREE}\*"
  ; byte code is made here, once: to carry it along would make the set-up larger by a fifth
  nsExec::Exec '"$INSTDIR\python.exe" -m compileall -q "$INSTDIR\app" "$INSTDIR\Lib"'
  Pop $0
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\Glossator.lnk" "$INSTDIR\pythonw.exe" "-m glossator" "$INSTDIR\glossator.ico"
  WriteRegStr HKCU "Software\Classes\.gloss" "" "Glossator.Project"
  WriteRegStr HKCU "Software\Classes\.gloss" "Content Type" "application/x-glossator"
  WriteRegStr HKCU "Software\Classes\Glossator.Project" "" "Glossator project"
  WriteRegStr HKCU "Software\Classes\Glossator.Project\DefaultIcon" "" "$INSTDIR\glossator.ico"
  WriteRegStr HKCU "Software\Classes\Glossator.Project\shell\open\command" "" \
    '"$INSTDIR\pythonw.exe" -m glossator "%1"'
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "Glossator"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "Publisher" "The Glossator authors"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\glossator.ico"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
SectionEnd

Section "Uninstall"
  ; only what was put there: projects that somebody keeps in this folder stay
  RMDir /r "$INSTDIR\app"
  RMDir /r "$INSTDIR\Lib"
  RMDir /r "$INSTDIR\DLLs"
  RMDir /r "$INSTDIR\papers"
  Delete "$INSTDIR\*.exe"
  Delete "$INSTDIR\*.dll"
  Delete "$INSTDIR\*._pth"
  Delete "$INSTDIR\glossator.cmd"
  Delete "$INSTDIR\glossator.ico"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\Glossator.lnk"
  DeleteRegKey HKCU "Software\Classes\Glossator.Project"
  DeleteRegValue HKCU "Software\Classes\.gloss" ""
  DeleteRegValue HKCU "Software\Classes\.gloss" "Content Type"
  DeleteRegKey /ifempty HKCU "Software\Classes\.gloss"
  DeleteRegKey HKCU "${UNINSTALL}"
SectionEnd
